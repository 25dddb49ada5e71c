# Adds the settings rows that are missing and leaves the others alone; runs after every db:migrate.
class ConfigLoader
  def process
    YAML.load_file(Rails.root.join('config/installation_config.yml')).each do |row|
      InstallationConfig.find_or_create_by!(name: row['name']) { |config| config.assign_attributes(value: row['value'], locked: row['locked']) }
    end
    GlobalConfig.clear_cache
  end
end
