require 'uri'

class Webhook < ApplicationRecord
  EVENTS = %w[conversation_status_changed conversation_updated conversation_created message_created message_updated webwidget_triggered] +
           (Release.at_least?('2.14') ? %w[contact_created contact_updated] : []) +
           (Release.at_least?('3.2') ? %w[inbox_created inbox_updated] : []) +
           (Release.at_least?('4.2') ? %w[conversation_typing_on conversation_typing_off] : [])

  belongs_to :account
  # Stored and shown; the webhook stays one of the whole account.
  belongs_to :inbox, optional: true
  enum :webhook_type, { account_type: 0, inbox_type: 1 }
  validates :url, uniqueness: { scope: :account_id }, format: { with: URI::RFC2396_Parser.new.make_regexp(%w[http https]) }
  validate :check_subscriptions

  private

  # A repeated event is no mistake: it is stored twice.
  def check_subscriptions
    errors.add(:subscriptions, 'Invalid events') if !subscriptions.is_a?(Array) || subscriptions.empty? || (subscriptions - EVENTS).any?
  end
end
