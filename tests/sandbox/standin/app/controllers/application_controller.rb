class ApplicationController < ActionController::Base
  skip_forgery_protection

  private

  def not_found! = raise(ActionController::RoutingError, 'Not Found')
  def onboarding_open? = ::Redis::Alfred.get(::Redis::Alfred::CHATWOOT_INSTALLATION_ONBOARDING).present?
end
