class Api::V1::Accounts::LabelsController < Api::V1::Accounts::BaseController
  before_action :admin!, except: :index
  before_action :set_label, only: %i[show update destroy]

  # 2.10 has no order.
  def index
    rows = Current.account.labels
    rows = rows.order(:title) if Release.at_least?('3.0')
    render json: { payload: rows.map { |row| ObjectJson.label(row) } }
  end

  def show = render(json: ObjectJson.label(@label))

  def create
    @label = Current.account.labels.create!(label_params)
    show
  end

  def update
    @label.update!(label_params)
    show
  end

  def destroy
    @label.destroy!
    head :ok
  end

  private

  def set_label = @label = Current.account.labels.find(params[:id])
  def label_params = params.require(:label).permit(:title, :description, :color, :show_on_sidebar)
end
