class PublicApi::MessagesController < PublicApi::BaseController
  before_action :set_link
  before_action :set_conversation

  def index = render(json: @conversation.messages.where(private: false).order(:id).map { |row| MessageJson.public(row) })

  def create
    message = @conversation.messages.create!(account: @inbox.account, inbox: @inbox, message_type: :incoming, content: params[:content],
                                             sender: @link.contact)
    render json: MessageJson.public(message)
  end
end
