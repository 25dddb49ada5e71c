class Api::V1::Accounts::Integrations::AppsController < Api::V1::Accounts::BaseController
  before_action(only: :index) { admin! if Release.before?('3.0') }

  def index = render(json: { payload: ::Integrations::App.all.map { |app| json(app) } })

  def show
    app = ::Integrations::App.find(params[:id])
    app ? render(json: json(app)) : head(:not_found)
  end

  private

  def json(app) = HookJson.app(app, Current.account, admin: admin?)
end
