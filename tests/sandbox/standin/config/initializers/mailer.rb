# Outgoing mail by the same variables as in the real application's initializer of this name.
Rails.application.configure do
  config.action_mailer.raise_delivery_errors = true
  config.action_mailer.delivery_method = :smtp
  settings = { address: ENV.fetch('SMTP_ADDRESS', 'localhost'), port: ENV.fetch('SMTP_PORT', 587) }
  { user_name: 'SMTP_USERNAME', password: 'SMTP_PASSWORD', domain: 'SMTP_DOMAIN',
    openssl_verify_mode: 'SMTP_OPENSSL_VERIFY_MODE' }.each do |key, name|
    settings[key] = ENV[name] if ENV[name].present?
  end
  settings[:authentication] = ENV['SMTP_AUTHENTICATION'].to_sym if ENV['SMTP_AUTHENTICATION'].present?
  settings[:enable_starttls_auto] = ENV.fetch('SMTP_ENABLE_STARTTLS_AUTO', 'true') == 'true'
  settings[:ssl] = ENV['SMTP_SSL'] == 'true' if ENV['SMTP_SSL']
  settings[:tls] = ENV['SMTP_TLS'] == 'true' if ENV['SMTP_TLS']
  config.action_mailer.smtp_settings = settings
end
