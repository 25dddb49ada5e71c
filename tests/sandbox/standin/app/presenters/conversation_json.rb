module ConversationJson
  module_function

  def full(conversation)
    json = { meta: meta(conversation), id: conversation.display_id, messages: messages(conversation).map { |row| MessageJson.event(row) },
             account_id: conversation.account_id, additional_attributes: conversation.additional_attributes || {},
             agent_last_seen_at: conversation.agent_last_seen_at.to_i, assignee_last_seen_at: conversation.assignee_last_seen_at.to_i,
             can_reply: true, contact_last_seen_at: conversation.contact_last_seen_at.to_i,
             custom_attributes: conversation.custom_attributes || {}, inbox_id: conversation.inbox_id, labels: conversation.label_list, muted: false,
             snoozed_until: conversation.snoozed_until, status: conversation.status, timestamp: conversation.last_activity_at.to_i,
             unread_count: conversation.unread_count }
    json.merge!(later(conversation)) if Release.at_least?('3.0')
    json
  end

  # For the contact, through the public client API.
  def public(conversation)
    json = { id: conversation.display_id, inbox_id: conversation.inbox_id, contact_last_seen_at: conversation.contact_last_seen_at.to_i,
             status: conversation.status, agent_last_seen_at: conversation.agent_last_seen_at.to_i,
             messages: conversation.messages.where(private: false).order(:id).map { |row| MessageJson.public(row) },
             contact: ContactJson.row(conversation.contact) }
    json[:uuid] = conversation.uuid if Release.at_least?('3.0')
    json
  end

  def meta(conversation)
    json = { sender: ContactJson.sender(conversation.contact), channel: conversation.inbox.channel_type,
             hmac_verified: conversation.contact_inbox.hmac_verified }
    json[:team] = ObjectJson.team(conversation.team, Current.user) if conversation.team
    if conversation.assignee
      json[:assignee] = UserJson.agent(conversation.assignee, conversation.account)
      json[:assignee_type] = 'User' if Release.at_least?('4.5')
    end
    json
  end

  # 2.10 shows what is unread, or the last one; later releases the last one.
  def messages(conversation)
    unread = Release.before?('3.0') ? conversation.messages.incoming.order(:id).to_a : []
    unread.presence || conversation.messages.order(:id).last(1)
  end

  def later(conversation)
    last = conversation.messages.where.not(message_type: :activity).order(:id).last
    { uuid: conversation.uuid, created_at: conversation.created_at.to_i, updated_at: conversation.updated_at.to_f,
      first_reply_created_at: conversation.first_reply_created_at.to_i, last_non_activity_message: last && MessageJson.event(last),
      last_activity_at: conversation.last_activity_at.to_i, priority: conversation.priority, waiting_since: conversation.waiting_since.to_i,
      sla_policy_id: conversation.sla_policy_id }
  end
end
