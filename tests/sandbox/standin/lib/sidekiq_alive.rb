require 'socket'

# A small equivalent of the gem sidekiq_alive (Chatwoot has it since 4.5): a key in Redis that only a job of the process's
# own queue renews, and a tiny HTTP server that tells whether the key is there.
module SidekiqAlive
  TIME_TO_LIVE = 600
  HOSTNAME = ENV['HOSTNAME'].presence || 'HOSTNAME_NOT_SET'
  KEY = "SIDEKIQ::LIVENESS_PROBE_TIMESTAMP::#{HOSTNAME}".freeze
  QUEUE = "sidekiq-alive-#{HOSTNAME}".freeze

  class Worker
    include Sidekiq::Job
    sidekiq_options queue: QUEUE, retry: false

    def perform
      SidekiqAlive.renew
      self.class.perform_in(TIME_TO_LIVE / 2)
    end
  end

  class << self
    def install(config)
      config.capsule('sidekiq-alive') do |capsule|
        capsule.concurrency = 2
        capsule.queues = [QUEUE]
      end
      config.on(:startup) do
        renew
        Worker.perform_async
        serve
      end
    end

    def renew = Sidekiq.redis { |redis| redis.call('SET', KEY, Time.now.to_i, 'EX', TIME_TO_LIVE) }
    def alive? = Sidekiq.redis { |redis| redis.call('EXISTS', KEY) }.positive?

    private

    def serve
      server = TCPServer.new(ENV.fetch('SIDEKIQ_ALIVE_HOST', '0.0.0.0'), ENV.fetch('SIDEKIQ_ALIVE_PORT', 7433).to_i)
      Thread.new { loop { answer(server.accept) } }
    end

    def answer(socket)
      path = socket.gets.to_s.split[1]
      status, body = reply(path)
      socket.write("HTTP/1.1 #{status}\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}")
    rescue SystemCallError
      nil
    ensure
      socket.close
    end

    def reply(path)
      return ['404 Not Found', 'Not found'] unless path == ENV.fetch('SIDEKIQ_ALIVE_PATH', '/')

      alive? ? ['200 OK', 'Alive!'] : ['404 Not Found', "Can't find the alive key"]
    rescue RedisClient::Error
      ['404 Not Found', "Can't find the alive key"]
    end
  end
end
