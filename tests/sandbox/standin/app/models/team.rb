class Team < ApplicationRecord
  include AccountCache

  belongs_to :account
  has_many :team_members, dependent: :delete_all
  has_many :members, through: :team_members, source: :user
  has_many :conversations, dependent: :nullify
  before_validation { self.name = name.downcase if name.present? }
  validates :name, presence: { message: 'must not be blank' }, uniqueness: { scope: :account_id }
end
