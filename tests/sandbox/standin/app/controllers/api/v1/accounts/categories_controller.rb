class Api::V1::Accounts::CategoriesController < Api::V1::Accounts::BaseController
  FIELDS = %i[name description position slug locale parent_category_id associated_category_id].freeze

  before_action :admin!, except: %i[index show]
  before_action { @portal = Current.account.portals.find_by(slug: params[:portal_id]) || raise("no portal #{params[:portal_id]}") }
  before_action :set_category, only: %i[show update destroy]

  def index
    rows = @portal.categories.order(:position, :id)
    rows = rows.where(locale: params[:locale]) if params[:locale].present?
    page = (params[:page] || 1).to_i
    render json: { payload: rows.offset((page - 1) * 25).limit(25).map { |row| PortalJson.category(row) },
                   meta: { current_page: params[:page] || 1, categories_count: rows.count } }
  end

  def show = render(json: { payload: PortalJson.category(@category) })

  def create
    @category = @portal.categories.create!(fields)
    show
  end

  def update
    @category.update!(fields)
    show
  end

  def destroy
    @category.destroy!
    head :ok
  end

  private

  def set_category = @category = @portal.categories.find(params[:id])
  def fields = params.require(:category).permit(*FIELDS, *(:icon if Release.at_least?('3.0')))
end
