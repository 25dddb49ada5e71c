class Message < ApplicationRecord
  belongs_to :account
  belongs_to :inbox
  belongs_to :conversation
  belongs_to :sender, polymorphic: true, optional: true
  has_many :attachments, dependent: :destroy
  enum :message_type, { incoming: 0, outgoing: 1, activity: 2, template: 3 }
  enum :content_type, { text: 0, input_text: 1, input_textarea: 2, input_email: 3, input_select: 4, cards: 5, form: 6, article: 7,
                        incoming_email: 8, input_csat: 9 }, prefix: :content
  enum :status, { sent: 0, delivered: 1, read: 2, failed: 3 }, prefix: true

  validates :content, length: { maximum: 150_000 }
  before_save { self.processed_message_content = content if has_attribute?(:processed_message_content) && !destroyed? }
  after_create :touch_conversation
  after_create_commit { SendReplyJob.perform_later(id) if outgoing? && !private && inbox.channel.is_a?(Channel::Whatsapp) }
  after_create_commit { EventDispatcherJob.dispatch('message.created', message: self) }

  private

  def touch_conversation
    changes = { last_activity_at: created_at }
    changes[:first_reply_created_at] = created_at if outgoing? && !private && sender.is_a?(User) && conversation.first_reply_created_at.nil?
    changes[:waiting_since] = nil if conversation.has_attribute?(:waiting_since) && outgoing? && !private
    conversation.update_columns(changes)
    conversation.contact.update_columns(last_activity_at: created_at) if incoming?
  end
end
