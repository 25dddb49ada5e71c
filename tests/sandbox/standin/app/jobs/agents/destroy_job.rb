# A membership ended: the person leaves the account's teams and inboxes, and nothing stays assigned to him.
class Agents::DestroyJob < ApplicationJob
  queue_as Release.before?('3.0') ? :default : :low
  discard_on ActiveJob::DeserializationError

  def perform(account, user)
    TeamMember.where(user: user, team: account.teams).delete_all
    InboxMember.where(user: user, inbox: account.inboxes).delete_all
    account.conversations.where(assignee: user).update_all(assignee_id: nil)
  end
end
