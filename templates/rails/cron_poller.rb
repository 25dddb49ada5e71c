# Made by chatwoot-deploy. Keeps this process from scheduling cron jobs; the scheduler alone does that.
# sidekiq-cron below 1.8 (Chatwoot before 3.0) has no setting for it (chatwoot.md 5.5).
if ENV['CRON_POLLER'] == 'off'
  require 'sidekiq/cron/poller'
  Sidekiq::Cron::Poller.class_eval { def start; end; def terminate; end }
end
