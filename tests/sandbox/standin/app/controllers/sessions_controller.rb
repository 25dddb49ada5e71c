# POST /auth/sign_in: the tokens of the browser in the headers, the API token in the body.
class SessionsController < ApplicationController
  def create
    user = User.from_email(params[:email])
    unless user&.confirmed? && user.valid_password?(params[:password].to_s)
      return render(json: { success: false, errors: ['Invalid login credentials. Please try again.'] }, status: :unauthorized)
    end

    response.headers.merge!('access-token' => SecureRandom.urlsafe_base64(16), 'client' => SecureRandom.urlsafe_base64(16),
                            'uid' => user.uid, 'token-type' => 'Bearer', 'expiry' => 2.months.from_now.to_i.to_s)
    render json: { data: UserJson.profile(user) }
  end
end
