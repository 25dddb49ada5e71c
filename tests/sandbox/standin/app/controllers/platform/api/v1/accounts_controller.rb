class Platform::Api::V1::AccountsController < PlatformController
  before_action :set_account, except: %i[index create]

  def index
    ids = @app.platform_app_permissibles.where(permissible_type: 'Account').pluck(:permissible_id)
    render json: Account.where(id: ids).order(:id).map { |row| AccountJson.platform(row) }
  end

  def create
    @account = Account.new(fields)
    @account.save!
    apply_features
    grant(@account)
    show
  end

  def show = render(json: AccountJson.platform(@account.reload))

  def update
    @account.update!(fields)
    apply_features
    show
  end

  def destroy
    DeleteObjectJob.perform_later(@account)
    head :ok
  end

  private

  def set_account
    @account = Account.find(params[:id])
    permitted!(@account)
  end

  def fields
    return params.permit(:name, :locale) if Release.before?('3.0')

    params.permit(:name, :locale, :domain, :support_email, :status, limits: {}, custom_attributes: {})
  end

  def apply_features
    return if Release.before?('2.11') || params[:features].blank?

    params[:features].to_unsafe_h.each { |name, on| on ? @account.enable_features!(name) : @account.disable_features!(name) }
  end
end
