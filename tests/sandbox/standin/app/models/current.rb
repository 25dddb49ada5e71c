class Current < ActiveSupport::CurrentAttributes
  attribute :user, :account, :account_user
end
