class Platform::Api::V1::AccountUsersController < PlatformController
  before_action :set_account

  def index = render(json: @account.account_users.order(:id))

  # Also changes the role of a member.
  def create
    row = @account.account_users.find_or_initialize_by(user_id: params[:user_id])
    row.update!(params.permit(:role))
    render json: row
  end

  def destroy
    @account.account_users.find_by(user_id: params[:user_id])&.destroy!
    head :ok
  end

  private

  def set_account
    @account = Account.find(params[:account_id])
    permitted!(@account)
  end
end
