class PublicApi::ConversationsController < PublicApi::BaseController
  before_action :set_link

  def index = render(json: @link.conversations.order(:id).map { |row| ConversationJson.public(row) })

  def create
    row = @link.conversations.create!(account: @inbox.account, inbox: @inbox, contact: @link.contact)
    render json: ConversationJson.public(row)
  end
end
