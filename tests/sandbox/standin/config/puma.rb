threads_count = ENV.fetch('RAILS_MAX_THREADS', 5).to_i
threads threads_count, threads_count
port ENV.fetch('PORT', 3000)
environment ENV.fetch('RAILS_ENV', 'development')
pidfile ENV.fetch('PIDFILE', 'tmp/pids/server.pid')
worker_count = ENV.fetch('WEB_CONCURRENCY', 0).to_i
workers worker_count
preload_app! if worker_count.positive?
