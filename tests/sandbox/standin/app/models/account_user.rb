class AccountUser < ApplicationRecord
  belongs_to :account
  belongs_to :user
  enum :role, { agent: 0, administrator: 1 }
  enum :availability, { online: 0, offline: 1, busy: 2 }
  validates :user_id, uniqueness: { scope: :account_id }

  after_create_commit { EventDispatcherJob.dispatch('agent.added', account: account) }

  def permissions = administrator? ? ['administrator'] : ['agent']
end
