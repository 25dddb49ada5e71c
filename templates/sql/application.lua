-- The onboarding door and Sidekiq's state in Redis, as one JSON line.
local processes, waiting = {}, {}
for _, name in ipairs(redis.call('SMEMBERS', 'processes')) do
  processes[#processes + 1] = redis.call('HGET', name, 'info') or '{}'
end
for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do
  waiting[name] = redis.call('LLEN', 'queue:' .. name)
end
return cjson.encode({
  onboarding = redis.call('EXISTS', 'alfred:CHATWOOT_INSTALLATION_ONBOARDING'),
  cron_jobs = redis.call('SMEMBERS', 'cron_jobs'),
  processes = processes,
  waiting = waiting
})
