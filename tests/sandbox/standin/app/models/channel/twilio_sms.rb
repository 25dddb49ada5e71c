class Channel::TwilioSms < ApplicationRecord
  include Channelable

  self.table_name = 'channel_twilio_sms'
  # What a PATCH of the inbox may change.
  FIELDS = (Release.at_least?('4.0') ? %i[account_sid auth_token] : []).freeze

  enum :medium, { sms: 0, whatsapp: 1 }
  validates :account_sid, :auth_token, presence: true
  validates :messaging_service_sid, uniqueness: true, presence: true, unless: :phone_number?
  validates :phone_number, absence: true, if: :messaging_service_sid?
  validates :phone_number, uniqueness: true, allow_nil: true

  def callback_webhook_url = "#{ENV.fetch('FRONTEND_URL', '')}/twilio/callback"
end
