class Api::V1::Accounts::Integrations::HooksController < Api::V1::Accounts::BaseController
  before_action :admin!
  before_action :set_hook, only: %i[update destroy]

  def create
    @hook = Current.account.hooks.create!(hook_params.permit(:app_id, :inbox_id, :status, settings: {}))
    answer
  end

  # App and inbox stay what they are.
  def update
    @hook.update!(hook_params.permit(:status, settings: {}))
    answer
  end

  def destroy
    @hook.destroy!
    head :ok
  end

  private

  def set_hook = @hook = Current.account.hooks.find(params[:id])
  def hook_params = params.require(:hook)
  def answer = render(json: HookJson.full(@hook, admin: true))
end
