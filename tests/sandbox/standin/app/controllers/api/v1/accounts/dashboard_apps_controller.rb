class Api::V1::Accounts::DashboardAppsController < Api::V1::Accounts::BaseController
  before_action :set_app, only: %i[show update destroy]

  def index = render(json: Current.account.dashboard_apps.order(:id).map { |row| ObjectJson.dashboard_app(row) })
  def show = render(json: ObjectJson.dashboard_app(@app))

  def create
    @app = Current.account.dashboard_apps.create!(app_params.merge(user_id: Current.user.id))
    show
  end

  def update
    @app.update!(app_params)
    show
  end

  def destroy
    @app.destroy!
    head :no_content
  end

  private

  def set_app = @app = Current.account.dashboard_apps.find(params[:id])
  def app_params = params.require(:dashboard_app).permit(:title, content: %i[url type])
end
