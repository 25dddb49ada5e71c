require 'yaml'

# Which Chatwoot release this process plays. Every difference between releases asks here, by version number.
class Release
  ROOT = File.expand_path('../..', __dir__)

  class << self
    def version = @version ||= YAML.load_file(File.join(ROOT, 'config/app.yml')).dig('shared', 'version')
    def at_least?(other) = Gem::Version.new(version) >= Gem::Version.new(other)
    def before?(other) = !at_least?(other)
    def schema = facts.fetch('schema').to_i
    def sidekiq_cron_at_least?(other) = Gem::Version.new(facts.fetch('sidekiq_cron')) >= Gem::Version.new(other)
    # Upstream squashed its migrations in 3.6.0: a database older than 2023-04-26 meets InitSchema there.
    def squashed? = at_least?('3.6.0')

    private

    # A patch release that has no entry is like the first of its minor: 4.11.1 has the schema and files of 4.11.0.
    def facts
      @facts ||= YAML.load_file(File.join(ROOT, 'releases/releases.yml')).then { |all| all[version] || all.fetch(version.sub(/\d+\z/, '0')) }
    end
  end
end
