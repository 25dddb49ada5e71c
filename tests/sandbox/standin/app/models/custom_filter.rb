# A saved search of one user.
class CustomFilter < ApplicationRecord
  LIMIT = 1000

  belongs_to :account
  belongs_to :user
  enum :filter_type, { conversation: 0, contact: 1, report: 2 }
  validate :stay_below_limit, on: :create, if: -> { Release.at_least?('4.0') }

  private

  def stay_below_limit
    return if CustomFilter.where(account: account, user: user).count < LIMIT

    errors.add(:account_id, "Limit reached. The maximum number of allowed custom filters for a user per account is #{LIMIT}.")
  end
end
