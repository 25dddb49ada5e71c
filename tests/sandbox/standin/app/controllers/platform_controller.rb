# /platform/api: a platform app's token sees only what the app made or was granted.
class PlatformController < ActionController::Base # rubocop:disable Rails/ApplicationController
  include TokenAuthentication
  include ErrorsAsJson

  skip_forgery_protection
  before_action :authenticate

  private

  def authenticate
    @app = AccessToken.find_by(token: sent_token)&.owner if sent_token
    render_error('Invalid access_token', :unauthorized) unless @app.is_a?(PlatformApp)
  end

  def permitted!(record)
    return if @app.platform_app_permissibles.exists?(permissible: record)

    render_error('Non permissible resource', :unauthorized)
  end

  def grant(record) = @app.platform_app_permissibles.find_or_create_by!(permissible: record)
end
