module AgentBotJson
  module_function

  def full(bot)
    json = { id: bot.id, name: bot.name, description: bot.description, outgoing_url: bot.outgoing_url, bot_type: bot.bot_type,
             bot_config: bot.bot_config, account_id: bot.account_id, access_token: bot.access_token.token }
    json.merge!(thumbnail: '', system_bot: bot.account_id.nil?) if Release.at_least?('3.0')
    json
  end

  # In an inbox the whole row of the token stands where the token is meant.
  def in_inbox(bot) = full(bot).merge(access_token: bot.access_token.as_json)
end
