# 360dialog: it is told where to send what comes in, and that is also the proof of the key.
class Whatsapp::Dialog360
  def initialize(channel)
    @channel = channel
  end

  def valid? = Provider.post("#{base}/configs/webhook", { url: @channel.callback_webhook_url }, headers).ok?

  def templates
    answer = Provider.get("#{base}/configs/templates", headers)
    answer.ok? ? answer.json['waba_templates'] : nil
  end

  def deliver(number, text)
    answer = Provider.post("#{base}/messages", { to: number, text: { body: text }, type: 'text' }, headers)
    answer.json.dig('messages', 0, 'id') if answer.ok?
  end

  private

  def base = ENV.fetch('360DIALOG_BASE_URL', 'https://waba.360dialog.io/v1')
  def headers = { 'D360-Api-Key' => @channel.provider_config['api_key'], 'Content-Type' => 'application/json' }
end
