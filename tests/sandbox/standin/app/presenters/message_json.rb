module MessageJson
  module_function

  def full(message)
    json = { id: message.id, content: message.content, inbox_id: message.inbox_id, conversation_id: message.conversation.display_id,
             message_type: message.message_type_before_type_cast, content_type: message.content_type,
             content_attributes: message.content_attributes || {}, created_at: message.created_at.to_i, private: message.private,
             source_id: message.source_id }
    json[:status] = message.status if Release.at_least?('2.17')
    with_author(json, message)
    json[:attachments] = message.attachments.map { |attachment| file(attachment) } if message.attachments.any?
    json
  end

  # As events and conversation lists carry it: the whole row.
  def event(message)
    conversation = message.conversation
    json = message.as_json.symbolize_keys.merge(message_type: message.message_type_before_type_cast, conversation_id: conversation.display_id,
                                                created_at: message.created_at.to_i, content_attributes: message.content_attributes || {},
                                                conversation: { assignee_id: conversation.assignee_id })
    if Release.at_least?('3.0')
      json[:conversation].merge!(unread_count: conversation.unread_count, last_activity_at: conversation.last_activity_at.to_i,
                                 contact_inbox: { source_id: conversation.contact_inbox.source_id })
    end
    with_author(json, message)
  end

  def public(message)
    json = { id: message.id, content: message.content, message_type: message.message_type_before_type_cast,
             content_type: message.content_type, content_attributes: message.content_attributes || {}, created_at: message.created_at.to_i,
             conversation_id: message.conversation.display_id }
    with_author(json, message)
  end

  def with_author(json, message)
    json[:sender] = author(message.sender) if message.sender
    json
  end

  def author(sender)
    case sender
    when Contact then ContactJson.author(sender)
    when AgentBot then { id: sender.id, name: sender.name, avatar_url: '', type: 'agent_bot' }
    else UserJson.sender(sender)
    end
  end

  def file(attachment)
    url = ENV.fetch('FRONTEND_URL', '') + Rails.application.routes.url_helpers.rails_blob_path(attachment.file, only_path: true)
    { id: attachment.id, message_id: attachment.message_id, file_type: attachment.file_type, account_id: attachment.account_id,
      extension: nil, data_url: url, thumb_url: '', file_size: attachment.file.byte_size }
  end
end
