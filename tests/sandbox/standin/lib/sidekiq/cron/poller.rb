require 'sidekiq'

module Sidekiq::Cron
end

# The thread of a Sidekiq process that enqueues what is due.
class Sidekiq::Cron::Poller
  DEFAULT_SECONDS = 30

  # sidekiq-cron before 1.8.0 does not know the setting: its poller always starts.
  def self.wanted?(config) = !(Release.sidekiq_cron_at_least?('1.8.0') && config[:cron_poll_interval].to_s == '0')

  def initialize(config)
    @seconds = (ENV['STANDIN_CRON_POLL_SECONDS'] || config[:cron_poll_interval]).to_f
    @seconds = DEFAULT_SECONDS unless @seconds.positive?
    @done = Queue.new
  end

  def start
    @thread ||= Thread.new do
      Thread.current.name = 'cron_poller'
      poll until @done.pop(timeout: @seconds)
    end
  end

  def terminate
    @done << true
    @thread&.join(5)
  end

  private

  def poll
    Sidekiq::Cron::Job.all.each { |job| job.enqueue_if_due(Time.now.utc) }
  rescue StandardError => e
    Sidekiq.logger.error("cron poller: #{e.class}: #{e.message}")
  end
end
