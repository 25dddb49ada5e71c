# The Cloud API of Meta. Its address is fixed before 2.15.
class Whatsapp::Cloud
  def initialize(channel)
    @channel, @config = channel, channel.provider_config
  end

  def valid? = Provider.get(templates_url).ok?

  def templates(url = templates_url)
    answer = Provider.get(url)
    return [] unless answer.ok?

    more = answer.json.dig('paging', 'next')
    answer.json['data'].to_a + (more ? templates(more) : [])
  end

  # Id of the sent message, nil when it was refused.
  def deliver(number, text)
    body = { messaging_product: 'whatsapp', **(Release.at_least?('3.0') ? { context: nil } : {}), to: number, text: { body: text }, type: 'text' }
    headers = { 'Authorization' => "Bearer #{@config['api_key']}", 'Content-Type' => 'application/json' }
    answer = Provider.post("#{base}/v13.0/#{@config['phone_number_id']}/messages", body, headers)
    answer.json.dig('messages', 0, 'id') if answer.ok?
  end

  private

  def base = Release.at_least?('2.15') ? ENV.fetch('WHATSAPP_CLOUD_BASE_URL', 'https://graph.facebook.com') : 'https://graph.facebook.com'
  def templates_url = "#{base}/v14.0/#{@config['business_account_id']}/message_templates?access_token=#{@config['api_key']}"
end
