class Api::V1::Accounts::WebhooksController < Api::V1::Accounts::BaseController
  before_action :admin!
  before_action :set_webhook, only: %i[update destroy]

  def index = render(json: { payload: { webhooks: Current.account.webhooks.order(:id).map { |row| ObjectJson.webhook(row) } } })

  def create
    @webhook = Current.account.webhooks.create!(webhook_params)
    render_one
  end

  def update
    @webhook.update!(webhook_params)
    render_one
  end

  def destroy
    @webhook.destroy!
    head :ok
  end

  private

  def render_one = render(json: { payload: { webhook: ObjectJson.webhook(@webhook) } })
  def set_webhook = @webhook = Current.account.webhooks.find(params[:id])
  def webhook_params = params.require(:webhook).permit(:inbox_id, :url, *(:name if Release.at_least?('4.8')), subscriptions: [])
end
