# Sign-up (public) and an account as its members see it.
class Api::V1::AccountsController < Api::BaseController
  skip_before_action :authenticate, only: :create
  before_action :check_signup, only: :create
  before_action :set_account, only: %i[show update]

  def create
    user, account = AccountBuilder.new(account_name: params[:account_name], email: params[:email], user_full_name: full_name,
                                       user_password: params[:password]).perform
    render json: { data: UserJson.signed_up(user, account) }
  rescue AccountBuilder::InvalidEmail, AccountBuilder::UserExists => e
    render json: { message: e.message }, status: :forbidden
  end

  def show = render(json: AccountJson.own(@account).merge(latest_chatwoot_version: ::Redis::Alfred.get(::Redis::Alfred::LATEST_CHATWOOT_VERSION)))

  def update
    raise ErrorsAsJson::NotAllowed unless @account.account_users.find_by!(user: Current.user).administrator?

    @account.assign_attributes(params.permit(:name, :locale, :domain, :support_email))
    Release.before?('4.2') ? @account.assign_attributes(params.permit(:auto_resolve_duration)) : assign_settings
    @account.save!
    render json: AccountJson.own(@account)
  end

  private

  def full_name = params[:user_full_name]

  def check_signup
    not_found! if GlobalConfigService.load('ENABLE_ACCOUNT_SIGNUP', 'false') == 'false'
  end

  def set_account
    @account = Current.user.accounts.find(params[:id])
    Current.account = @account
  end

  def assign_settings
    lists = Release.at_least?('4.10') ? [{ conversation_required_attributes: [] }] : []
    sent = params.permit(*Account::SETTINGS, *lists).to_h
    @account.settings = (@account.settings || {}).merge(sent)
    @account.custom_attributes = (@account.custom_attributes || {}).merge(params.permit(:industry, :company_size, :timezone).to_h)
  end
end
