class Api::V1::Accounts::AgentsController < Api::V1::Accounts::BaseController
  before_action :admin!, except: :index
  before_action :set_agent, only: %i[update destroy]

  def index = render(json: Current.account.users.order(Arel.sql('lower(users.name)'), :id).map { |user| UserJson.agent(user, Current.account) })

  def create
    sent = agent_params
    # Later releases stumble over a missing name: 500 where 2.10 says what is wrong.
    raise ArgumentError, 'no name' if sent[:name].nil? && Release.at_least?('3.0')

    render json: UserJson.agent(build(email: sent[:email], name: sent[:name], **membership(sent)), Current.account)
  end

  # Made with availability offline and without auto_offline, where a single agent gets the defaults of the table.
  def bulk_create
    params[:emails].each do |email|
      build(email: email, name: email.split('@').first, availability: 'offline', auto_offline: false)
    rescue ActiveRecord::RecordInvalid => e
      Rails.logger.info("bulk_create ignores #{email}: #{e.message}")
    end
    head :ok
  end

  # The e-mail cannot be changed: it is ignored.
  def update
    sent = agent_params
    @agent.update!(sent.slice(:name).compact)
    @row.update!(membership(sent).compact)
    render json: UserJson.agent(@agent, Current.account)
  end

  # Since 4.x a user who was nowhere else goes too.
  def destroy
    @row.destroy!
    DeleteObjectJob.perform_later(@agent) if Release.at_least?('4.0') && @agent.account_users.reload.empty?
    head :ok
  end

  private

  def build(**values) = AgentBuilder.new(account: Current.account, inviter: Current.user, **values).perform
  def agent_params = params.require(:agent).permit(:name, :email, :role, :availability, :auto_offline)
  def membership(sent) = sent.to_h.symbolize_keys.slice(:role, :availability, :auto_offline)

  def set_agent
    @agent = Current.account.users.find(params[:id])
    @row = @agent.account_users.find_by!(account: Current.account)
  end
end
