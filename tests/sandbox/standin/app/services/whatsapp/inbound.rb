# A message of a customer: contact, conversation and message, or nothing when it was there before. Only texts.
class Whatsapp::Inbound
  def initialize(inbox, payload)
    @inbox, @payload = inbox, payload
  end

  def perform
    message, customer = @payload['messages']&.first, @payload['contacts']&.first
    return unless message && customer && message['type'] == 'text'
    return if Message.exists?(source_id: message['id'])

    link = link_of(customer['wa_id'], customer.dig('profile', 'name'), "+#{message['from']}")
    talk = conversation_of(link)
    talk.messages.create!(account: talk.account, inbox: @inbox, message_type: :incoming, sender: link.contact,
                          content: message.dig('text', 'body'), source_id: message['id'])
  end

  private

  def link_of(source, name, number)
    @inbox.contact_inboxes.find_by(source_id: source) || begin
      contact = @inbox.account.contacts.find_by(phone_number: number) || @inbox.account.contacts.create!(name: name || number, phone_number: number)
      @inbox.contact_inboxes.create!(contact: contact, source_id: source)
    end
  end

  # A resolved conversation is left alone, unless the inbox knows only one.
  def conversation_of(link)
    found = link.conversations.order(:id)
    found = found.where.not(status: :resolved) unless @inbox.try(:lock_to_single_conversation)
    found.last || @inbox.conversations.create!(account: @inbox.account, contact: link.contact, contact_inbox: link)
  end
end
