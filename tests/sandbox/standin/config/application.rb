require_relative 'boot'
require 'rails'
require 'active_record/railtie'
require 'active_storage/engine'
require 'action_controller/railtie'
require 'action_mailer/railtie'
require 'action_cable/engine'
require 'active_job/railtie'
require 'rack/attack'
require 'sidekiq'
require 'redis'
require 'redis-namespace'
require_relative '../lib/standin/release'
require_relative '../lib/standin/faults'

module Chatwoot
  def self.config = @config ||= Rails.application.config_for(:app)

  class Application < Rails::Application
    config.load_defaults 7.1
    config.root = Release::ROOT
    config.autoload_paths << root.join('app/presenters') << root.join('app/builders')
    config.eager_load = ENV['RAILS_ENV'] != 'development'
    config.enable_reloading = false
    config.consider_all_requests_local = false
    config.active_job.queue_adapter = :sidekiq
    config.active_storage.service = ENV.fetch('ACTIVE_STORAGE_SERVICE', 'local').to_sym
    config.active_storage.variant_processor = :disabled
    config.active_record.belongs_to_required_by_default = true
    config.active_record.dump_schema_after_migration = false
    # Installation settings are YAML inside a jsonb column, hashes with indifferent access and symbols included.
    config.active_record.yaml_column_permitted_classes = [ActiveSupport::HashWithIndifferentAccess, Symbol]
    config.action_cable.allowed_request_origins = [ENV['FRONTEND_URL']].compact
    config.action_cable.allow_same_origin_as_host = true
    config.force_ssl = ENV['FORCE_SSL'] == 'true'
    config.hosts.clear
    config.public_file_server.enabled = true
    config.log_level = ENV.fetch('LOG_LEVEL', 'info').to_sym
    config.log_tags = [:request_id]
    # Unset counts as true, as in the real application: that is what makes a runner's stdout dirty.
    sink = ENV.fetch('RAILS_LOG_TO_STDOUT', 'true') == 'true' ? $stdout : Release::ROOT + "/log/#{Rails.env}.log"
    config.logger = ActiveSupport::TaggedLogging.new(ActiveSupport::Logger.new(sink, formatter: ::Logger::Formatter.new))
    $stdout.sync = true
    config.generators.system_tests = nil
  end
end
