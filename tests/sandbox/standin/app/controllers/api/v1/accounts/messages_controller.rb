class Api::V1::Accounts::MessagesController < Api::V1::Accounts::BaseController
  before_action :set_conversation

  def index
    rows = @conversation.messages
    rows = rows.where.not(message_type: :activity).where(private: false) if params[:filter_internal_messages].present?
    rows = page(rows)
    render json: { meta: meta, payload: rows.map { |row| MessageJson.full(row) } }
  end

  def create
    render json: MessageJson.full(MessageBuilder.new(Current.user, @conversation, params).perform)
  rescue StandardError => e
    render_error(e.message, :unprocessable_entity)
  end

  # The row stays, its text goes.
  def destroy
    message = @conversation.messages.find(params[:id])
    message.update!(content: 'This message was deleted', content_attributes: { deleted: true })
    render json: MessageJson.full(message)
  end

  private

  def set_conversation = @conversation = Current.account.conversations.find_by!(display_id: params[:conversation_id])

  def page(rows)
    return rows.where('messages.id > ?', params[:after]).order(:id).limit(100) if params[:after] && Release.at_least?('2.12')

    rows = rows.where('messages.id < ?', params[:before]) if params[:before]
    rows.order(id: :desc).limit(20).reverse
  end

  def meta
    json = { labels: @conversation.label_list, additional_attributes: @conversation.additional_attributes || {}, contact: ContactJson.author(@conversation.contact),
             agent_last_seen_at: @conversation.agent_last_seen_at, assignee_last_seen_at: @conversation.assignee_last_seen_at }
    json[:assignee] = UserJson.sender(@conversation.assignee) if @conversation.assignee
    json
  end
end
