# Everything below /api/v1/accounts/:account_id.
class Api::V1::Accounts::BaseController < Api::BaseController
  before_action :set_account

  private

  def set_account
    Current.account = Account.find(params[:account_id])
    return render_error('Account is suspended', :unauthorized) if Current.account.suspended?

    Current.account_user = Current.account.account_users.find_by(user_id: Current.user.id) if Current.user.is_a?(User)
    return if Current.account_user || (Current.user.is_a?(AgentBot) && Current.user.serves?(Current.account))

    render_error('You are not authorized to access this account', :unauthorized)
  end

  def admin? = Current.account_user&.administrator?
  def admin! = admin? || raise(ErrorsAsJson::NotAllowed)
  def inboxes = admin? ? Current.account.inboxes : Current.account.inboxes.where(id: InboxMember.where(user_id: Current.user.id).select(:inbox_id))
  # Since 3.x lists go through caches in Redis: without it they answer 500 where 2.10 answers 200.
  def need_redis = (::Redis::Alfred.get('ping') if Release.at_least?('3.0'))
end
