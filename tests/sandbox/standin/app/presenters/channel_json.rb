# What an inbox shows of its channel, kind by kind. Secrets: 2.10 hides none but WhatsApp's from plain members.
module ChannelJson
  module_function

  def full(channel, admin:)
    case channel
    when Channel::Api then api(channel, admin)
    when Channel::WebWidget then token(channel, admin)
    when Channel::Email then email(channel, admin)
    when Channel::Whatsapp then whatsapp(channel, admin)
    when Channel::TwilioSms then twilio(channel, admin)
    when Channel::Telegram then Release.at_least?('4.0') ? { bot_name: channel.bot_name } : {}
    else {}
    end
  end

  def token(channel, admin) = admin || Release.before?('3.0') ? { hmac_token: channel.hmac_token } : {}

  def api(channel, admin)
    token(channel, admin).merge(webhook_url: channel.webhook_url, inbox_identifier: channel.identifier,
                                additional_attributes: channel.additional_attributes)
  end

  def email(channel, admin)
    json = { email: channel.email }
    if Release.before?('3.0')
      json[:forward_to_email] = channel.forward_to_email
    else
      domain = ENV.fetch('MAILER_INBOUND_EMAIL_DOMAIN', '').present?
      json[:forwarding_enabled] = domain
      json[:forward_to_email] = channel.forward_to_email if domain
    end
    json.merge!(channel.slice(*Channel::Email::IMAP, *Channel::Email::SMTP).symbolize_keys) if admin || Release.before?('3.0')
    json
  end

  def whatsapp(channel, admin)
    json = { message_templates: channel.message_templates, provider: channel.provider }
    json[:provider_config] = channel.provider_config if admin
    json[:reauthorization_required] = false if Release.at_least?('4.0')
    json
  end

  def twilio(channel, admin)
    json = { medium: channel.medium }
    json[:content_templates] = channel.content_templates if channel.has_attribute?(:content_templates)
    json.merge!(auth_token: channel.auth_token, account_sid: channel.account_sid) if admin && Release.at_least?('4.0')
    json
  end
end
