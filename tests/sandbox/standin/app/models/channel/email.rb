class Channel::Email < ApplicationRecord
  include Channelable

  self.table_name = 'channel_email'
  IMAP = %i[imap_enabled imap_login imap_password imap_address imap_port imap_enable_ssl].freeze
  SMTP = %i[smtp_enabled smtp_login smtp_password smtp_address smtp_port smtp_domain smtp_enable_starttls_auto smtp_enable_ssl_tls
            smtp_openssl_verify_mode smtp_authentication].freeze
  FIELDS = [:email, *IMAP, *SMTP, *(%i[provider verified_for_sending] if Release.at_least?('4.7'))].freeze

  # No address at all passes here and stops at the column: 500, as in the real application.
  validates :email, uniqueness: true
  validates :forward_to_email, uniqueness: true
  # Once: a domain that is set later changes nothing.
  before_validation(on: :create) { self.forward_to_email ||= "#{SecureRandom.hex}@#{inbound_domain}" }

  private

  def inbound_domain
    account.domain.presence || GlobalConfig.get_value('MAILER_INBOUND_EMAIL_DOMAIN').presence || ENV.fetch('MAILER_INBOUND_EMAIL_DOMAIN', false)
  end
end
