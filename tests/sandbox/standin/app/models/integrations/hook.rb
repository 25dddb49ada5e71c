class Integrations::Hook < ApplicationRecord
  self.table_name = 'integrations_hooks'

  belongs_to :account
  belongs_to :inbox, optional: true
  enum :status, { disabled: 0, enabled: 1 }
  enum :hook_type, { account: 0, inbox: 1 }, prefix: :for

  # An app that nobody knows is accepted, and its settings are not looked at.
  before_validation(on: :create) { self.hook_type = app.hook_type if app }
  validates :app_id, presence: true
  validates :inbox_id, presence: true, if: :for_inbox?
  validate { errors.add(:settings, ': Invalid settings data') if app && !app.accepts?(settings || {}) }
  validates :app_id, uniqueness: { scope: :account_id }, unless: -> { app&.many? }

  def app = Integrations::App.find(app_id)
end
