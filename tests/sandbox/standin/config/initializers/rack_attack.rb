# Limits of the reference's section 1.2 that a deployment can meet. Counted in Redis, per address.
class Rack::Attack
  # The address behind a local proxy: what the proxy says in X-Forwarded-For.
  class Request < ::Rack::Request
    def remote_ip = (env['action_dispatch.remote_ip'] || ip).to_s
  end

  self.enabled = ENV['ENABLE_RACK_ATTACK'] != 'false'
  cache.store = Rack::Attack::StoreProxy::RedisProxy.new(Redis.new(Redis::Config.app))

  if Release.at_least?('4.2')
    safe = ['127.0.0.1', '::1'] + ENV.fetch('RACK_ATTACK_ALLOWED_IPS', '').split(',').map(&:strip)
    safelist('trusted IPs') { |req| safe.include?(req.remote_ip) }
  end

  everything = Release.at_least?('3.1') ? ENV.fetch('RACK_ATTACK_LIMIT', '3000').to_i : 300
  throttle('req/ip', limit: everything, period: 1.minute, &:remote_ip)
  throttle('login/ip', limit: 5, period: 5.minutes) { |req| req.remote_ip if req.post? && req.path == '/auth/sign_in' }
  throttle('super_admin_login/ip', limit: 5, period: 5.minutes) { |req| req.remote_ip if req.post? && req.path == '/super_admin/sign_in' }
  throttle('accounts/ip', limit: 5, period: 30.minutes) { |req| req.remote_ip if req.post? && req.path == '/api/v1/accounts' }
end
