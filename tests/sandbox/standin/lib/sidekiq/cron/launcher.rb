require 'sidekiq/launcher'

# Starts and stops the poller together with the Sidekiq process.
module Sidekiq::Cron::Launcher
  def initialize(config, **options)
    super
    @cron_poller = Sidekiq::Cron::Poller.new(config) if Sidekiq::Cron::Poller.wanted?(config)
  end

  def run(...)
    super
    @cron_poller&.start
  end

  def quiet
    @cron_poller&.terminate
    super
  end
end

Sidekiq::Launcher.prepend(Sidekiq::Cron::Launcher)
