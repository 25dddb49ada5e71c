# Settings through a cache in Redis that lives for a day and survives a restore of the database.
class GlobalConfig
  PREFIX = 'V1:GLOBAL_CONFIG'.freeze

  class << self
    def get(*names) = names.to_h { |name| [name, read(name)] }.with_indifferent_access
    def get_value(name) = read(name)
    def clear_cache = ::Redis::Alfred.scan_keys("#{PREFIX}:*").each { |key| ::Redis::Alfred.delete(key) }

    private

    def read(name)
      cached = ::Redis::Alfred.get("#{PREFIX}:#{name}")
      return JSON.parse(cached)['value'] if cached

      value = InstallationConfig.find_by(name: name)&.value
      ::Redis::Alfred.setex("#{PREFIX}:#{name}", { value: value }.to_json, 1.day)
      value
    end
  end
end
