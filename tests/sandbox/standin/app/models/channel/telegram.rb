# Asks api.telegram.org: there is no variable for another address, so without a way there every save is a 500.
class Channel::Telegram < ApplicationRecord
  include Channelable

  self.table_name = 'channel_telegram'
  FIELDS = %i[bot_token].freeze

  before_validation :ask_name, on: :create
  validates :bot_token, presence: true, uniqueness: true
  before_save :register

  private

  def ask_name
    answer = Provider.get("#{bot_url}/getMe")
    return errors.add(:bot_token, 'invalid token') unless answer.ok?

    self.bot_name = answer.json.dig('result', 'username')
  end

  def register
    Provider.post("#{bot_url}/deleteWebhook")
    answer = Provider.post("#{bot_url}/setWebhook", { url: webhooks_url("telegram/#{bot_token}") })
    errors.add(:bot_token, 'error setting up the webook') unless answer.ok?
  end

  def bot_url = "https://api.telegram.org/bot#{bot_token}"
end
