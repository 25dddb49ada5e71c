# Where Redis is, for everybody who connects: Sidekiq, Redis::Alfred, the rate limiter.
module Redis::Config
  def self.app
    { url: ENV.fetch('REDIS_URL', 'redis://127.0.0.1:6379'), password: ENV['REDIS_PASSWORD'].presence, timeout: 1, reconnect_attempts: 2 }.compact
  end
end
