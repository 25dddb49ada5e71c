# What Meta or 360dialog sent. An unknown number or another phone_number_id is dropped without a word.
class Webhooks::WhatsappEventsJob < ApplicationJob
  queue_as Release.before?('2.17') ? :default : :low

  def perform(params)
    channel = channel_of(params)
    return unless channel&.inbox

    payload = channel.cloud? ? value_of(params) : params
    Whatsapp::Inbound.new(channel.inbox, payload).perform if payload
  end

  private

  def value_of(params) = params.dig('entry', 0, 'changes', 0, 'value')

  def channel_of(params)
    return Channel::Whatsapp.find_by(phone_number: params['phone_number']) unless params['object'] == 'whatsapp_business_account'

    metadata = value_of(params)&.fetch('metadata', nil) || {}
    channel = Channel::Whatsapp.find_by(phone_number: "+#{metadata['display_phone_number']}")
    channel if channel && channel.provider_config['phone_number_id'] == metadata['phone_number_id']
  end
end
