# Any member may write.
class Api::V1::Accounts::CannedResponsesController < Api::V1::Accounts::BaseController
  before_action :set_canned, only: %i[update destroy]

  def index
    rows = Current.account.canned_responses
    rows = rows.matching(params[:search]) if params[:search].present?
    render json: rows.order(:id)
  end

  def create = render(json: Current.account.canned_responses.create!(canned_params))

  def update
    @canned.update!(canned_params)
    render json: @canned
  end

  def destroy
    @canned.destroy!
    head :ok
  end

  private

  def set_canned = @canned = Current.account.canned_responses.find(params[:id])
  def canned_params = params.require(:canned_response).permit(:short_code, :content)
end
