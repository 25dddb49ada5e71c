# Feature flags: bits of accounts.feature_flags in the fixed order of ACCOUNT_LEVEL_FEATURE_DEFAULTS.
module Features
  LIST = YAML.load_file(Rails.root.join('config/installation_config.yml')).find { |row| row['name'] == 'ACCOUNT_LEVEL_FEATURE_DEFAULTS' }['value']
  BITS = LIST.each_with_index.to_h { |feature, index| [feature['name'], 1 << index] }

  class << self
    def defaults = mask(LIST.select { |feature| feature['enabled'] }.pluck('name'))
    def mask(names) = names.sum { |name| BITS.fetch(name.to_s) }
    def enabled(flags) = BITS.select { |_, bit| flags.anybits?(bit) }.transform_values { true }
  end
end
