# What POST inboxes can make. Twilio has a route of its own.
module Channel
  TYPES = { 'api' => 'Channel::Api', 'web_widget' => 'Channel::WebWidget', 'email' => 'Channel::Email', 'line' => 'Channel::Line',
            'telegram' => 'Channel::Telegram', 'whatsapp' => 'Channel::Whatsapp', 'sms' => 'Channel::Sms' }.freeze
end
