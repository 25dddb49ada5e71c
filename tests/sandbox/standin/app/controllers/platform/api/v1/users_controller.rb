class Platform::Api::V1::UsersController < PlatformController
  before_action :set_user, except: :create

  # An existing e-mail gives that user, unchanged, and the app access to it. 2.10 looks for the spelling that was sent.
  def create
    user = Release.before?('3.0') ? User.find_by(email: params[:email]) : User.from_email(params[:email])
    unless user
      user = User.new(fields)
      user.skip_confirmation!
      user.save!
    end
    grant(user)
    render json: UserJson.platform(user)
  end

  def show = render(json: UserJson.platform(@user))

  def update
    sent = fields
    sent[:custom_attributes] = @user.custom_attributes.merge(sent[:custom_attributes]) if sent[:custom_attributes]
    @user.update!(sent)
    show
  end

  def destroy
    @user.destroy!
    head :ok
  end

  def login
    query = { email: @user.email, sso_auth_token: SecureRandom.hex(16) }.to_query
    render json: { url: "#{ENV.fetch('FRONTEND_URL', '')}/app/login?#{query}" }
  end

  def token
    render json: { access_token: @user.access_token.token, expiry: nil,
                   user: @user.slice(:id, :name, :display_name, :email, :pubsub_token) }
  end

  private

  def set_user
    @user = User.find(params[:id])
    permitted!(@user)
  end

  def fields = params.permit(:name, :display_name, :email, :password, custom_attributes: {})
end
