# Since 3.x every change of a label, team or inbox leaves a mark in Redis, after the commit: without Redis the answer is 500 and the row is there.
module AccountCache
  extend ActiveSupport::Concern
  NAMES = %w[label inbox team].freeze

  included do
    after_commit { ::Redis::Alfred.set(AccountCache.key(account_id, self.class.name), (Time.now.to_f * 1000).to_i) } if Release.at_least?('3.0')
  end

  def self.key(account_id, model) = "idb-cache-key-account-#{account_id}-#{model.downcase}"
  def self.keys_of(account) = NAMES.to_h { |name| [name.to_sym, ::Redis::Alfred.get(key(account.id, name)) || '0000000000'] }
end
