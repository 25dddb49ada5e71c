module ContactJson
  module_function

  def full(contact, inboxes: true, count: false)
    json = sender(contact)
    json[:conversations_count] = contact.conversations.count if count && Release.before?('3.0')
    json[:contact_inboxes] = contact.contact_inboxes.order(:id).map { |row| link(row) } if inboxes
    json
  end

  # As a conversation's meta shows it.
  def sender(contact)
    json = { additional_attributes: contact.additional_attributes, availability_status: 'offline', email: contact.email, id: contact.id,
             name: contact.name, phone_number: contact.phone_number, identifier: contact.identifier, thumbnail: thumbnail(contact),
             custom_attributes: contact.custom_attributes }
    json[:last_activity_at] = contact.last_activity_at.to_i if contact.last_activity_at
    json.merge!(blocked: contact.blocked, created_at: contact.created_at.to_i) if contact.has_attribute?(:blocked)
    json
  end

  # As the author of a message.
  def author(contact)
    json = { additional_attributes: contact.additional_attributes, custom_attributes: contact.custom_attributes, email: contact.email,
             id: contact.id, identifier: contact.identifier, name: contact.name, phone_number: contact.phone_number,
             thumbnail: thumbnail(contact), type: 'contact' }
    json[:blocked] = contact.blocked if contact.has_attribute?(:blocked)
    json
  end

  def link(row) = { source_id: row.source_id, inbox: InboxJson.slim(row.inbox) }
  def row(contact) = contact.as_json.merge('label_list' => [])

  def thumbnail(contact)
    return '' unless contact.avatar.attached?

    ENV.fetch('FRONTEND_URL', '') + Rails.application.routes.url_helpers.rails_blob_path(contact.avatar, only_path: true)
  end
end
