# Made by chatwoot-deploy. Healthy = this container's Sidekiq beats in Redis, and the scheduler's cron table is full.
#
# Works in every release (sidekiq_alive exists only since 4.5) and without booting Rails: plain Redis protocol.
require 'json'
require 'socket'
require 'uri'

role = ARGV.fetch(0)
url = URI(ENV.fetch('REDIS_URL'))
socket = Socket.tcp(url.host, url.port || 6379, connect_timeout: 5)
if url.scheme == 'rediss'
  require 'openssl'
  socket = OpenSSL::SSL::SSLSocket.new(socket).tap { |tls| tls.hostname = url.host; tls.sync_close = true; tls.connect }
end

ask = lambda do |*words|
  socket.write("*#{words.size}\r\n" + words.map { |word| "$#{word.bytesize}\r\n#{word}\r\n" }.join)
  read = lambda do
    line = socket.gets("\r\n").chomp
    case line[0]
    when '$' then line == '$-1' ? nil : socket.read(line[1..].to_i + 2)[0..-3]
    when '*' then Array.new(line[1..].to_i) { read.call }
    when '-' then abort "redis: #{line[1..]}"
    else line[1..]
    end
  end
  read.call
end

password = ENV['REDIS_PASSWORD'].to_s
ask.call('AUTH', password) unless password.empty?
database = url.path.to_s.delete('/')
ask.call('SELECT', database) unless database.empty?
mine = ask.call('SMEMBERS', 'processes').select { |process| process.start_with?("#{Socket.gethostname}:") }
# The container before this one had the same host name, and its last beat outlives it: only beats of this life count.
# Field 22 of /proc/1/stat is the start in hundredths of a second since boot; the name before it may hold spaces.
lived = File.read('/proc/uptime').to_f - File.read('/proc/1/stat').rpartition(')').last.split[19].to_f / 100
now = Time.now.to_f
live = mine.select { |process| now - ask.call('HGET', process, 'beat').to_f <= [60, lived].min }
abort "no heartbeat of #{Socket.gethostname} in Redis" if live.empty?
# One that dies as soon as it has booted must not look well in between; Docker restarts it for ever.
worked = live.map { |process| now - JSON.parse(ask.call('HGET', process, 'info'))['started_at'].to_f }.max
abort "Sidekiq has worked for #{worked.round} s only" if worked < 6
abort 'the cron table in Redis is empty: restart the scheduler' if role == 'scheduler' && ask.call('SCARD', 'cron_jobs').to_i.zero?
