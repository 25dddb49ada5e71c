class Team < ApplicationRecord
  belongs_to :account
end
