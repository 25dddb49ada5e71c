# Made by chatwoot-deploy. A job that proves that Sidekiq takes jobs, does them and reaches Redis; it touches no data.
#
# Queued with an id as its only argument. It then leaves the key chatwoot-deploy:canary:ID for 600 s, with the host name
# of the process that did it and its release: after an upgrade the new worker has to be the one.
require 'sidekiq'
require 'socket'

class ChatwootDeployCanary
  include Sidekiq::Worker # Sidekiq 6.4 (Chatwoot 2.10) and 7.3 (4.10) know this name
  sidekiq_options queue: 'default', retry: false

  def perform(id)
    value = "#{Socket.gethostname} #{Chatwoot.config[:version]}"
    # redis-rb up to Sidekiq 6 and Sidekiq 7's wrapper around redis-client take the same words here, and only here:
    # Sidekiq 7 warns about setex, and Redis#call is not in every redis-rb.
    Sidekiq.redis { |redis| redis.set("chatwoot-deploy:canary:#{id}", value, ex: 600) }
  end
end
