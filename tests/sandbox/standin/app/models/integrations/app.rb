# An app of the catalogue; no table.
class Integrations::App
  CATALOGUE = YAML.load_file(Rails.root.join("config/integrations/#{Release.before?('3.0') ? 2 : 4}.yml")).freeze

  attr_reader :facts

  def initialize(facts)
    @facts = facts
  end

  def self.all = CATALOGUE.map { |facts| new(facts) }
  def self.find(id) = all.find { |app| app.id == id }

  def id = facts['id']
  def many? = facts['allow_multiple_hooks']
  def hook_type = facts['hook_type']
  def visible?(name) = facts['visible_properties'].to_a.include?(name)

  # 2.10 says true of each app that it lists.
  def enabled?(account)
    return true if Release.before?('3.0')

    case id
    when 'webhook' then account.webhooks.exists?
    when 'dashboard_apps' then account.dashboard_apps.exists?
    else account.hooks.exists?(app_id: id)
    end
  end

  # As far as the schemas of the catalogue go: an object of known properties, some of them required.
  def accepts?(settings)
    schema = facts['settings_json_schema']
    return true if schema.blank?

    types = { 'string' => [String], 'object' => [Hash], 'boolean' => [TrueClass, FalseClass] }
    schema['required'].to_a.all? { |name| settings.key?(name) } &&
      settings.all? { |name, value| types.fetch(schema.dig('properties', name, 'type'), []).any? { |type| value.is_a?(type) } }
  end
end
