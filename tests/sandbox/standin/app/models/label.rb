class Label < ApplicationRecord
  include AccountCache

  belongs_to :account
  before_validation { self.title = title.downcase if title.present? }
  validates :title, presence: { message: 'must not be blank' }, format: { with: /\A[\p{L}\p{N}]+[\p{L}\p{N}_-]+\z/ },
                    uniqueness: { scope: :account_id }
  after_update_commit { Labels::UpdateJob.perform_later(title, title_previously_was, account_id) if saved_change_to_title? }
end
