class ApplicationJob < ActiveJob::Base
  # Proof of who did the work, for tests: hash standin:ran:JOB counts per host name, standin:minutes:JOB per minute.
  after_perform do
    Sidekiq.redis do |redis|
      redis.call('HINCRBY', "standin:ran:#{self.class.name}", Socket.gethostname, 1)
      redis.call('HINCRBY', "standin:minutes:#{self.class.name}", Time.now.utc.strftime('%Y-%m-%dT%H:%M'), 1)
    end
  end
end
