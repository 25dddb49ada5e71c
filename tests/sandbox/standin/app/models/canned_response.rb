class CannedResponse < ApplicationRecord
  belongs_to :account
  validates :content, presence: true
  validates :short_code, presence: true, uniqueness: { scope: :account_id }

  def self.matching(text) = where('short_code ILIKE :q OR content ILIKE :q', q: "%#{sanitize_sql_like(text)}%")
end
