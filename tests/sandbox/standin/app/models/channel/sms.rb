# Bandwidth.
class Channel::Sms < ApplicationRecord
  include Channelable

  self.table_name = 'channel_sms'
  FIELDS = [:phone_number, { provider_config: {} }].freeze

  validates :phone_number, presence: true, uniqueness: true

  def callback_webhook_url = webhooks_url("sms/#{phone_number.delete_prefix('+')}")
end
