class PlatformApp < ApplicationRecord
  include AccessTokenable

  has_many :platform_app_permissibles, dependent: :destroy
  validates :name, presence: true
end
