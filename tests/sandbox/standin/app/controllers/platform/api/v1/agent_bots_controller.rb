class Platform::Api::V1::AgentBotsController < PlatformController
  def index
    ids = @app.platform_app_permissibles.where(permissible_type: 'AgentBot').pluck(:permissible_id)
    render json: AgentBot.where(id: ids).order(:id).map { |row| json(row) }
  end

  def create
    bot = AgentBot.create!(params.permit(:name, :description, :outgoing_url, :account_id))
    grant(bot)
    render json: json(bot)
  end

  private

  # The name in the field `outgoing_url` is upstream's own slip.
  def json(bot) = bot.slice(:id, :name, :description, :account_id).merge(outgoing_url: bot.name, access_token: bot.access_token.token)
end
