class Api::V1::Accounts::AgentsController < Api::V1::Accounts::BaseController
  def index = render(json: Current.account.users.order(:name, :id).map { |user| UserJson.agent(user, Current.account) })
end
