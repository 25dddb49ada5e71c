class AgentBot < ApplicationRecord
  include AccessTokenable

  belongs_to :account, optional: true
  has_many :agent_bot_inboxes, dependent: :destroy
  enum :bot_type, Release.before?('4.1') ? { webhook: 0, csml: 1 } : { webhook: 0 }

  # 2.10 asks for an inbox of the account; later it is enough to belong to the account.
  def serves?(account)
    return true if Release.at_least?('3.0') && account_id == account.id

    agent_bot_inboxes.exists?(account_id: account.id)
  end
end
