# The labels of one conversation: the whole list at once, ghosts included.
class Api::V1::Accounts::ConversationLabelsController < Api::V1::Accounts::BaseController
  before_action :set_conversation

  def index = render(json: { payload: @conversation.label_list })

  def create
    @conversation.update_labels(params[:labels].uniq)
    index
  end

  private

  def set_conversation = @conversation = Current.account.conversations.find_by!(display_id: params[:conversation_id])
end
