class Api::V1::Accounts::ConversationsController < Api::V1::Accounts::BaseController
  PAGE = 25
  before_action :set_conversation, except: %i[index create filter]

  def index
    raise ArgumentError, params[:status] if unknown_status? && Release.before?('3.0')

    found = visible
    found = found.where(status: unknown_status? ? -1 : status) unless status == 'all'
    found = found.where(inbox_id: params[:inbox_id]) if params[:inbox_id]
    found = found.where(team_id: params[:team_id]) if params[:team_id]
    found = found.labelled(params[:labels]) if params[:labels]
    render json: { data: { meta: counts(found), payload: page(assigned(found)) } }
  end

  def filter
    found = params[:payload].inject(visible) { |scope, condition| narrow(scope, condition) }
    render json: { meta: counts(found).except(:assigned_count), payload: page(found) }
  end

  def show = render(json: ConversationJson.full(@conversation))

  def create
    inbox = Current.account.inboxes.find(params[:inbox_id])
    contact = Current.account.contacts.find(params[:contact_id])
    ActiveRecord::Base.transaction do
      link = ContactInbox.find_by(inbox: inbox, source_id: params[:source_id]) if params[:source_id].present?
      link ||= ContactInbox.create!(contact: contact, inbox: inbox, source_id: params[:source_id].presence)
      @conversation = Current.account.conversations.create!(attributes.merge(inbox: inbox, contact: link.contact, contact_inbox: link))
      MessageBuilder.new(Current.user, @conversation, params[:message]).perform if params[:message].present?
    end
    render json: ConversationJson.full(@conversation.reload)
    # A worker's job in the real application: the answer does not have it yet. 2.10 says nothing.
    @conversation.note_team(Current.user) if Release.at_least?('3.0')
  end

  # No status: open becomes resolved, anything else open. With one: just that, as often as it is said.
  def toggle_status
    wanted = params[:status].presence || (@conversation.open? ? 'resolved' : 'open')
    changed = @conversation.status != wanted
    @conversation.update!(status: wanted, snoozed_until: wanted == 'snoozed' ? until_time : nil)
    @conversation.note_status_change(Current.user) if changed
    take_over if changed && wanted == 'open'
    # A bot's hand-off answers null since 3.x.
    success = Current.user.is_a?(AgentBot) && Release.at_least?('3.0') ? nil : true
    render json: { payload: { success: success, conversation_id: @conversation.display_id, current_status: @conversation.status,
                              snoozed_until: @conversation.snoozed_until } }
  end

  def custom_attributes
    @conversation.update!(custom_attributes: params.permit(custom_attributes: {})[:custom_attributes])
    render json: { custom_attributes: @conversation.custom_attributes }
  end

  def toggle_priority
    @conversation.update!(priority: params[:priority].presence)
    head :ok
  end

  # An unknown assignee or team un-assigns and answers null.
  def assignments
    return assign_team if params.key?(:team_id) && !params.key?(:assignee_id)

    @conversation.update!(assignee: Current.account.users.find_by(id: params[:assignee_id]))
    render json: @conversation.assignee && UserJson.agent(@conversation.assignee, Current.account)
  end

  private

  def status = params[:status].presence || 'open'
  def unknown_status? = status != 'all' && !Conversation.statuses.key?(status)
  def visible = Current.account.conversations.where(inbox_id: inboxes.select(:id))
  def page(found) = found.newest.limit(PAGE).offset(([params[:page].to_i, 1].max - 1) * PAGE).map { |row| ConversationJson.full(row) }

  def set_conversation
    @conversation = Current.account.conversations.find_by!(display_id: params[:conversation_id] || params[:id])
  end

  def counts(found)
    { mine_count: found.where(assignee_id: Current.user.id).count, assigned_count: found.where.not(assignee_id: nil).count,
      unassigned_count: found.where(assignee_id: nil).count, all_count: found.count }
  end

  def assigned(found)
    case params[:assignee_type]
    when 'me' then found.where(assignee_id: Current.user.id)
    when 'unassigned' then found.where(assignee_id: nil)
    when 'assigned' then found.where.not(assignee_id: nil)
    else found
    end
  end

  def narrow(scope, condition)
    raise ArgumentError, 'stand-in: only status is filtered' unless condition[:attribute_key] == 'status'

    condition[:filter_operator] == 'equal_to' ? scope.where(status: condition[:values]) : scope.where.not(status: condition[:values])
  end

  def attributes
    sent = params.permit(:status, :assignee_id, :team_id, :snoozed_until, additional_attributes: {}, custom_attributes: {})
    sent.delete(:assignee_id) unless Current.account.account_users.exists?(user_id: sent[:assignee_id])
    sent
  end

  def assign_team
    @conversation.update!(team: Current.account.teams.find_by(id: params[:team_id]))
    render json: @conversation.team
    @conversation.note_team(Current.user)
  end

  def until_time = params[:snoozed_until].present? ? Time.zone.at(params[:snoozed_until].to_i) : nil
  # An agent who reopens a conversation gets it.
  def take_over = (@conversation.update!(assignee: Current.user) if Current.account_user&.agent?)
end
