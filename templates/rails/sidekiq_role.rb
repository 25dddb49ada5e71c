# Made by chatwoot-deploy. Starts Sidekiq as `worker` or `scheduler`, with queues derived from the image itself.
#
# The scheduler is the only process that polls cron, and the only reader of the queues that cron jobs go to;
# the worker reads all others. Both lists come from this image's config/sidekiq.yml and config/schedule.yml.
require 'erb'
require 'yaml'

role = ARGV.fetch(0)
abort "sidekiq_role: #{role} is neither worker nor scheduler" unless %w[worker scheduler].include?(role)

def load_yaml(path)
  text = ERB.new(File.read(path)).result
  YAML.respond_to?(:unsafe_load) ? YAML.unsafe_load(text) : YAML.load(text)
end

# Keys may be written as strings or as symbols: both mean the same to Sidekiq.
def value(hash, key)
  hash[key.to_sym] || hash[key.to_s]
end

settings = load_yaml('config/sidekiq.yml')
queues = value(settings, :queues) or abort 'sidekiq_role: config/sidekiq.yml names no queues'
# A queue is a name or, with weights, a list of name and weight (2.10 to 2.16).
scheduled = load_yaml('config/schedule.yml').values.map { |job| job['queue'] || 'default' }.uniq
mine, others = queues.partition { |queue| scheduled.include?(Array(queue).first.to_s) }
abort 'sidekiq_role: no queue of config/schedule.yml is in config/sidekiq.yml' if mine.empty?

derived = {
  verbose: false,
  concurrency: Integer(ENV.fetch('SIDEKIQ_CONCURRENCY')),
  timeout: value(settings, :timeout) || 25,
  queues: role == 'scheduler' ? mine : others
}
max_retries = value(settings, :max_retries)
derived[:max_retries] = max_retries if max_retries
if role == 'worker'
  derived[:cron_poll_interval] = 0 # understood since sidekiq-cron 1.8
  ENV['CRON_POLLER'] = 'off'       # for older ones: config/initializers/zz_cron_poller.rb
end

path = "/tmp/sidekiq-#{role}.yml"
File.write(path, YAML.dump(derived))
exec('bundle', 'exec', 'sidekiq', '-C', path)
