class PlatformAppPermissible < ApplicationRecord
  belongs_to :platform_app
  belongs_to :permissible, polymorphic: true
  validates :platform_app_id, uniqueness: { scope: %i[permissible_id permissible_type] }
end
