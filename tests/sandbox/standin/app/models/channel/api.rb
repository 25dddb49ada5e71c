class Channel::Api < ApplicationRecord
  include Channelable

  self.table_name = 'channel_api'
  FIELDS = [:webhook_url, :hmac_mandatory, { additional_attributes: {} }].freeze

  has_secure_token :identifier
  has_secure_token :hmac_token
  validates :webhook_url, length: { maximum: 2048 }, if: -> { Release.at_least?('3.0') }
end
