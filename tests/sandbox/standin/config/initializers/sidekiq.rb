require 'sidekiq/cron'

Sidekiq.configure_client { |config| config.redis = Redis::Config.app }

Sidekiq.configure_server do |config|
  config.redis = Redis::Config.app
  if Release.at_least?('4.5') && ENV['DISABLE_SIDEKIQ_ALIVE'] != 'true'
    require 'sidekiq_alive'
    SidekiqAlive.install(config)
  end
  if Faults.on?(:worker_deaf)
    require 'standin/deaf_fetch'
    config[:fetch_class] = DeafFetch
  end
  config.on(:startup) { Thread.new { sleep 3; Process.exit!(1) } } if Faults.on?(:worker_dies)
end

# Only when the process starts: after a loss of Redis data the set `cron_jobs` stays empty until a restart.
Rails.application.config.after_initialize do
  schedule = Rails.root.join('config/schedule.yml')
  Sidekiq::Cron::Job.load_from_hash(YAML.load_file(schedule)) if Sidekiq.server? && schedule.exist?
end
