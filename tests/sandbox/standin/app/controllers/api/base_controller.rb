class Api::BaseController < ApplicationController
  include TokenAuthentication
  include ErrorsAsJson

  # What a bot's token may call: controller path -> actions.
  BOT_ACTIONS = { 'api/v1/accounts/conversations' => %w[create toggle_status], 'api/v1/accounts/messages' => %w[create] }.freeze

  rescue_from(ActiveRecord::RecordNotFound) { render_error('Resource could not be found', :not_found) }
  before_action :authenticate

  private

  def authenticate
    return render(json: { errors: ['You need to sign in or sign up before continuing.'] }, status: :unauthorized) if sent_token.blank?

    owner = AccessToken.find_by(token: sent_token)&.owner
    return render_error('Invalid Access Token', :unauthorized) if owner.nil?

    Current.user = owner
    return if owner.is_a?(User) || (owner.is_a?(AgentBot) && BOT_ACTIONS[controller_path]&.include?(action_name))

    render_error('Access to this endpoint is not authorized for bots', :unauthorized)
  end
end
