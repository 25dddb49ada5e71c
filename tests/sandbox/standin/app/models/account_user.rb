class AccountUser < ApplicationRecord
  belongs_to :account
  belongs_to :user
  enum :role, { agent: 0, administrator: 1 }
  enum :availability, { online: 0, offline: 1, busy: 2 }
  validates :user_id, uniqueness: { scope: :account_id }

  after_create_commit { EventDispatcherJob.dispatch('agent.added', account: account) }
  after_destroy_commit { Agents::DestroyJob.perform_later(account, user) }

  # What is shown: the chosen one, and offline for who is not connected and wants it so.
  def availability_status
    connected = OnlineStatusTracker.status(account_id, user) == 'online'
    connected || !auto_offline ? availability : 'offline'
  end

  def permissions = administrator? ? ['administrator'] : ['agent']
end
