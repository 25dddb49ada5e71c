# Where Meta and 360dialog call. Messages are always welcome: what becomes of them the worker decides.
class Webhooks::WhatsappController < ActionController::API
  def verify
    token = Channel::Whatsapp.find_by(phone_number: params[:phone_number])&.provider_config&.fetch('webhook_verify_token', nil)
    return render(json: { error: 'Error; wrong verify token' }, status: :unauthorized) if token.blank? || token != params['hub.verify_token']

    render json: params['hub.challenge']
  end

  def process_payload
    return render(json: { error: 'Inactive WhatsApp number' }, status: :unprocessable_entity) if inactive?

    Webhooks::WhatsappEventsJob.perform_later(params.to_unsafe_hash.except('whatsapp', 'controller', 'action'))
    head :ok
  end

  private

  def inactive?
    Release.at_least?('4.0') && GlobalConfig.get_value('INACTIVE_WHATSAPP_NUMBERS').to_s.split(',').map(&:strip).include?(params[:phone_number])
  end
end
