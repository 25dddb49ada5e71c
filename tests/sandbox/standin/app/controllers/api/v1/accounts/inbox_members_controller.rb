class Api::V1::Accounts::InboxMembersController < Api::V1::Accounts::BaseController
  before_action :admin!, except: :show
  before_action :set_inbox

  def show = render(json: { payload: agents })

  def create
    ActiveRecord::Base.transaction { add(params[:user_ids] - current_ids) }
    show
  end

  # Ids are compared by type, so texts match nothing and are then added twice: 422.
  def update
    ActiveRecord::Base.transaction do
      add(params[:user_ids] - current_ids)
      @inbox.inbox_members.where(user_id: current_ids - params[:user_ids]).delete_all
    end
    show
  end

  def destroy
    rows = @inbox.inbox_members.where(user_id: params[:user_ids])
    raise ActiveRecord::RecordNotFound if Release.before?('3.0') && rows.empty?

    rows.delete_all
    head :ok
  end

  private

  def set_inbox = @inbox = Current.account.inboxes.find(params[:inbox_id] || params[:id])
  def current_ids = @inbox.inbox_members.reload.pluck(:user_id)
  def add(ids) = ids.each { |id| @inbox.inbox_members.create!(user_id: id) }
  def agents = @inbox.inbox_members.reload.order(:id).map { |row| UserJson.agent(row.user, Current.account) }
end
