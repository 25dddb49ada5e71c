class Api::V1::Accounts::TeamsController < Api::V1::Accounts::BaseController
  before_action :admin!, except: %i[index show]
  before_action :set_team, only: %i[show update destroy]

  def index = render(json: Current.account.teams.map { |row| ObjectJson.team(row, Current.user) })
  def show = render(json: ObjectJson.team(@team, Current.user))

  def create
    @team = Current.account.teams.create!(team_params)
    show
  end

  def update
    @team.update!(team_params)
    show
  end

  def destroy
    @team.destroy!
    head :ok
  end

  private

  def set_team = @team = Current.account.teams.find(params[:id])
  def team_params = params.require(:team).permit(:name, :description, :allow_auto_assign)
end
