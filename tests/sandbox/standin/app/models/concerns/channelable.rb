module Channelable
  extend ActiveSupport::Concern
  included do
    belongs_to :account
    has_one :inbox, as: :channel, dependent: :destroy
  end

  # Where the provider sends what comes in; nil where nobody has to be told.
  def callback_webhook_url = nil

  private

  def webhooks_url(path) = "#{ENV.fetch('FRONTEND_URL', '')}/webhooks/#{path}"
end
