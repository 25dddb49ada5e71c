class ContactInbox < ApplicationRecord
  has_secure_token :pubsub_token
  belongs_to :contact
  belongs_to :inbox
  has_many :conversations, dependent: :destroy
  validates :source_id, uniqueness: { scope: :inbox_id }
  before_validation { self.source_id ||= SecureRandom.uuid }
end
