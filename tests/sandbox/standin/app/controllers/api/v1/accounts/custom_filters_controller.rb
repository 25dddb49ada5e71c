# The filters of the user who asks.
class Api::V1::Accounts::CustomFiltersController < Api::V1::Accounts::BaseController
  before_action :set_filter, only: %i[show update destroy]

  def index = render(json: of_type.order(:id).map { |row| ObjectJson.custom_filter(row) })
  def show = render(json: ObjectJson.custom_filter(@filter))

  def create
    @filter = mine.create!(filter_params)
    show
  end

  def update
    @filter.update!(filter_params)
    show
  end

  def destroy
    @filter.destroy!
    head :no_content
  end

  private

  def mine = Current.account.custom_filters.where(user: Current.user)
  def of_type = mine.where(filter_type: params[:filter_type].presence || 'conversation')
  # 2.10 finds a filter only among those of the type that is named, conversation when none is.
  def set_filter = @filter = (Release.before?('3.0') ? of_type : mine).find(params[:id])
  def filter_params = params.require(:custom_filter).permit(:name, :filter_type, query: {})
end
