class Label < ApplicationRecord
  belongs_to :account
end
