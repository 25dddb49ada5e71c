class Api::V1::Accounts::AgentBotsController < Api::V1::Accounts::BaseController
  FIELDS = [:name, :description, :outgoing_url, :bot_type, { bot_config: {} }].freeze

  before_action :admin!, except: %i[index show]
  before_action :set_bot, except: %i[index create]

  # The bots of the whole installation too.
  def index = render(json: visible.order(:id).map { |bot| AgentBotJson.full(bot) })
  def show = render(json: AgentBotJson.full(@bot))

  def create
    @bot = Current.account.agent_bots.create!(params.permit(*FIELDS))
    show
  end

  def update
    @bot.update!(params.permit(*FIELDS))
    show
  end

  def destroy
    @bot.destroy!
    head :ok
  end

  def reset_access_token
    @bot.access_token.regenerate_token
    show
  end

  private

  def visible = AgentBot.where(account_id: [nil, Current.account.id])
  def set_bot = @bot = (action_name == 'show' ? visible : Current.account.agent_bots).find(params[:id])
end
