# Who is connected to /cable, in Redis.
class OnlineStatusTracker
  SECONDS = 20

  class << self
    def update_presence(account_id, type, id) = ::Redis::Alfred.zadd(key(account_id), Time.now.to_i, "#{type}:#{id}")

    def status(account_id, user)
      seen = ::Redis::Alfred.zscore(key(account_id), "User:#{user.id}")
      seen && seen > Time.now.to_i - SECONDS ? 'online' : 'offline'
    end

    private

    def key(account_id) = "ONLINE_PRESENCE::#{account_id}::USERS"
  end
end
