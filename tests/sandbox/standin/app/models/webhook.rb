class Webhook < ApplicationRecord
  belongs_to :account
  validates :url, uniqueness: { scope: :account_id }
end
