# Twilio is asked before anything is stored; where it cannot be reached the answer is a 422 with the reason.
class Api::V1::Accounts::Channels::TwilioChannelsController < Api::V1::Accounts::BaseController
  API = 'https://api.twilio.com/2010-04-01/Accounts'.freeze

  before_action :admin!

  def create
    sign_in
    ActiveRecord::Base.transaction { build }
    render json: InboxJson.full(@inbox)
  rescue StandardError => e
    render_error(e.message, :unprocessable_entity)
  end

  private

  def sent = @sent ||= params.require(:twilio_channel).permit(:messaging_service_sid, :phone_number, :account_sid, :auth_token, :name, :medium, :api_key_sid)

  def sign_in
    user = Release.at_least?('4.5') && sent[:api_key_sid].presence || sent[:account_sid]
    key = ['Authorization', "Basic #{["#{user}:#{sent[:auth_token]}"].pack('m0')}"]
    answer = Provider.get("#{API}/#{sent[:account_sid]}/Messages.json?PageSize=1", [key].to_h)
    raise "[HTTP #{answer.status}] #{answer.json['code']} : #{answer.json['message']}" unless answer.ok?
  end

  def build
    number = sent[:phone_number].presence
    number = "whatsapp:#{number}" if number && sent[:medium] == 'whatsapp'
    fields = sent.slice(:account_sid, :auth_token, :medium, *(:api_key_sid if Release.at_least?('4.5')))
    channel = Channel::TwilioSms.create!(account: Current.account, phone_number: number,
                                         messaging_service_sid: sent[:messaging_service_sid].presence, **fields.to_h.symbolize_keys)
    @inbox = Current.account.inboxes.create!(name: sent[:name], channel: channel)
  end
end
