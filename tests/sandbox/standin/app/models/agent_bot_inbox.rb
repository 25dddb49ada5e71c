class AgentBotInbox < ApplicationRecord
  belongs_to :inbox
  belongs_to :agent_bot
  enum :status, { active: 0, inactive: 1 }
  before_validation { self.account_id ||= inbox&.account_id }
end
