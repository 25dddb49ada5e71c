# An answer of ours on its way to the customer. Only WhatsApp: the stand-in delivers through no other provider.
class SendReplyJob < ApplicationJob
  queue_as :high

  def perform(message_id)
    message = Message.find_by(id: message_id)
    channel = message&.inbox&.channel
    return unless channel.is_a?(Channel::Whatsapp) && message.source_id.nil?

    id = channel.service.deliver(message.conversation.contact_inbox.source_id, message.content)
    message.update!(source_id: id) if id
  end
end
