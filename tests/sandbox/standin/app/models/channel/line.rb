class Channel::Line < ApplicationRecord
  include Channelable

  self.table_name = 'channel_line'
  FIELDS = %i[line_channel_id line_channel_secret line_channel_token].freeze

  validates :line_channel_id, uniqueness: true
  validates(*FIELDS, presence: true)

  def callback_webhook_url = webhooks_url("line/#{line_channel_id}")
end
