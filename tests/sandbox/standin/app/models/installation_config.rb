# A setting of the whole installation. The jsonb column holds a YAML text: only this model can write it.
class InstallationConfig < ApplicationRecord
  serialize :serialized_value, coder: YAML, type: ActiveSupport::HashWithIndifferentAccess

  before_validation { self.locked = true if locked.nil? }
  after_commit { GlobalConfig.clear_cache }
  validates :name, presence: true, uniqueness: true
  default_scope { order(created_at: :desc) }
  scope :editable, -> { where(locked: false) }

  def value = serialized_value[:value]
  def value=(value)
    self.serialized_value = { value: value }.with_indifferent_access
  end
end
