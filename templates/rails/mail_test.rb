# Made by chatwoot-deploy. A job that sends one small mail the way Chatwoot sends its own: by its worker, with its
# ActionMailer and its sender.
#
# Queued with an id and an address. It leaves the key chatwoot-deploy:mail:ID for 600 s: {"ok": true, "server": …} or
# {"ok": false, "error": …}. No part of the configuration but the server's name is in it.
require 'json'
require 'sidekiq'

class ChatwootDeployMail
  include Sidekiq::Worker # Sidekiq 6.4 (Chatwoot 2.10) and 7.3 (4.10) know this name
  sidekiq_options queue: 'mailers', retry: false

  def perform(id, address)
    answer = begin
      deliver(address)
    rescue StandardError => e # whatever a mail server and its library come up with
      { ok: false, error: "#{e.class.name}: #{e.message}".strip }
    end
    Sidekiq.redis { |redis| redis.set("chatwoot-deploy:mail:#{id}", JSON.generate(answer), ex: 600) }
  end

  private

  def deliver(address)
    # deliver_now! raises whatever happens: Chatwoot's own setting could swallow it.
    ActionMailer::Base.mail(
      from: ENV.fetch('MAILER_SENDER_EMAIL', nil), # app/mailers/application_mailer.rb, 2.10.0 and 4.10.0
      to: address,
      subject: "Test mail of #{ENV.fetch('FRONTEND_URL', nil)}",
      content_type: 'text/plain',
      body: "Chatwoot #{Chatwoot.config[:version]} at #{ENV.fetch('FRONTEND_URL', nil)} can send mail.\n"
    ).deliver_now!
    smtp = ActionMailer::Base.smtp_settings
    { ok: true, server: "#{smtp[:address]}:#{smtp[:port]}", version: Chatwoot.config[:version] }
  end
end
