class Platform::Api::V1::AgentBotsController < PlatformController
  before_action :set_bot, only: %i[show update destroy]

  def index
    ids = @app.platform_app_permissibles.where(permissible_type: 'AgentBot').pluck(:permissible_id)
    render json: AgentBot.where(id: ids).order(:id).map { |row| json(row) }
  end

  def create
    @bot = AgentBot.create!(fields)
    grant(@bot)
    show
  end

  def show = render(json: json(@bot))

  def update
    @bot.update!(fields)
    show
  end

  def destroy
    @bot.destroy!
    head :ok
  end

  private

  def fields = params.permit(:name, :description, :outgoing_url, :account_id)

  def set_bot
    @bot = AgentBot.find(params[:id])
    permitted!(@bot)
  end

  # The name in the field `outgoing_url` is upstream's own slip.
  def json(bot) = bot.slice(:id, :name, :description, :account_id).merge(outgoing_url: bot.name, access_token: bot.access_token.token)
end
