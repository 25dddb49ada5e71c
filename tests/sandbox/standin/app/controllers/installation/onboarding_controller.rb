# The back door of 5.2: while the key is there, this needs no login and no CSRF token.
class Installation::OnboardingController < ApplicationController
  before_action { redirect_to('/') unless onboarding_open? }

  def index = render(html: '<!DOCTYPE html><title>Onboarding</title><form method="post"></form>'.html_safe)

  def create
    user = params.require(:user)
    AccountBuilder.new(account_name: user[:company], email: user[:email], user_full_name: user[:name], user_password: user[:password],
                       super_admin: true, confirmed: true).perform
    ::Redis::Alfred.delete(::Redis::Alfred::CHATWOOT_INSTALLATION_ONBOARDING)
    redirect_to '/'
  rescue ActiveRecord::RecordInvalid, AccountBuilder::InvalidEmail, AccountBuilder::UserExists
    redirect_to '/' # only success takes the key away
  end
end
