# The application's own keys in Redis, under the namespace `alfred`.
module Redis::Alfred
  CHATWOOT_INSTALLATION_ONBOARDING = 'CHATWOOT_INSTALLATION_ONBOARDING'.freeze
  LATEST_CHATWOOT_VERSION = 'LATEST_CHATWOOT_VERSION'.freeze
  ONLINE_PRESENCE_USERS = 'ONLINE_PRESENCE::%<account_id>d::USERS'.freeze
  USER_SSO_AUTH_TOKEN = 'USER_SSO_AUTH_TOKEN::%<user_id>d::%<token>s'.freeze

  POOL = ConnectionPool.new(size: 5, timeout: 1) { Redis::Namespace.new('alfred', redis: Redis.new(Redis::Config.app)) }

  class << self
    def set(key, value, nx: false, ex: nil) = POOL.with { |redis| redis.set(key, value.to_s, nx: nx, ex: ex) }
    def setex(key, value, expiry = 1.day) = POOL.with { |redis| redis.setex(key, expiry.to_i, value) }
    def get(key) = POOL.with { |redis| redis.get(key) }
    def delete(key) = POOL.with { |redis| redis.del(key) }
    def exists?(key) = POOL.with { |redis| redis.exists?(key) }
    def incr(key) = POOL.with { |redis| redis.incr(key) }
    def scan_keys(pattern) = POOL.with { |redis| redis.scan_each(match: pattern).to_a }
    def zadd(key, score, value) = POOL.with { |redis| redis.zadd(key, score, value) }
    def zscore(key, value) = POOL.with { |redis| redis.zscore(key, value) }
  end
end
