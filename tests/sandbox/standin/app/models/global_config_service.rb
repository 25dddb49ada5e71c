# Environment against database. Before 4.3 the environment wins; since then the database does, and a boolean false in it
# counts as blank, so that the environment is consulted and then ignored: that is how sign-up stays open.
class GlobalConfigService
  def self.load(name, default)
    stored = GlobalConfig.get(name)[name]
    first = Release.before?('4.3') ? ENV.fetch(name) { stored } : stored
    return first if first.present?

    value = ENV.fetch(name) { default }
    return if value.blank?

    row = InstallationConfig.where(name: name).first_or_create(value: value, locked: false)
    GlobalConfig.clear_cache
    row.value
  end
end
