# A small equivalent of the gem sidekiq-cron, which Debian does not have: the same Redis keys, the same claim of a tick,
# the same switches per gem version (Release.sidekiq_cron_at_least?).
module Sidekiq::Cron
end
require_relative 'cron/expression'
require_relative 'cron/job'
require_relative 'cron/poller'
require_relative 'cron/launcher'
