module InboxJson
  module_function

  def full(inbox, admin: true)
    channel = inbox.channel
    json = common(inbox).merge(widget(channel), messaging_service_sid: channel.try(:messaging_service_sid), phone_number: channel.try(:phone_number))
    json[:provider] = channel.try(:provider) if Release.at_least?('3.0')
    json.merge(ChannelJson.full(channel, admin: admin))
  end

  # Inside contacts 2.10 shows everything, later releases a few fields.
  def slim(inbox)
    return full(inbox) if Release.before?('3.0')

    { id: inbox.id, avatar_url: '', channel_id: inbox.channel_id, name: inbox.name, channel_type: inbox.channel_type,
      provider: inbox.channel.try(:provider) }
  end

  def common(inbox)
    json = { id: inbox.id, avatar_url: '', channel_id: inbox.channel_id, name: inbox.name, channel_type: inbox.channel_type,
             greeting_enabled: inbox.greeting_enabled, greeting_message: inbox.greeting_message,
             working_hours_enabled: inbox.working_hours_enabled, enable_email_collect: inbox.enable_email_collect,
             csat_survey_enabled: inbox.csat_survey_enabled, enable_auto_assignment: inbox.enable_auto_assignment,
             auto_assignment_config: inbox.auto_assignment_config, out_of_office_message: inbox.out_of_office_message,
             working_hours: hours(inbox), timezone: inbox.timezone, callback_webhook_url: inbox.channel.callback_webhook_url,
             allow_messages_after_resolved: inbox.allow_messages_after_resolved }
    json[:help_center] = inbox.portal.slice(:name, :slug) if inbox.try(:portal)
    %i[csat_config lock_to_single_conversation sender_name_type business_name].each { |key| json[key] = inbox[key] if inbox.has_attribute?(key) }
    json
  end

  def widget(channel)
    web = channel.is_a?(Channel::WebWidget)
    fields = %i[widget_color website_url welcome_title welcome_tagline website_token selected_feature_flags reply_time]
    json = fields.to_h { |key| [key, web ? channel.public_send(key) : nil] }
    json.merge!(hmac_mandatory: channel.try(:hmac_mandatory), web_widget_script: web ? channel.script : nil)
    json[:allowed_domains] = web ? channel.allowed_domains : nil if Release.at_least?('4.6')
    json.merge!(channel.slice(:pre_chat_form_enabled, :pre_chat_form_options, :continuity_via_email).symbolize_keys) if web
    json
  end

  def hours(inbox) = inbox.working_hours.reload.map { |row| row.slice(*WorkingHour::FIELDS) }
end
