class Account < ApplicationRecord
  LOCALES = { 'en' => 0, 'ar' => 1, 'nl' => 2, 'fr' => 3, 'de' => 4, 'hi' => 5, 'it' => 6, 'ja' => 7, 'ko' => 8, 'pt' => 9, 'ru' => 10,
              'zh' => 11, 'es' => 12, 'ml' => 13, 'ca' => 14, 'el' => 15, 'pt_BR' => 16 }.freeze
  SETTINGS = %w[auto_resolve_after auto_resolve_message auto_resolve_ignore_waiting auto_resolve_label audio_transcriptions].freeze
  OBJECTS = %i[automation_rules canned_responses custom_attribute_definitions custom_filters dashboard_apps labels macros teams].freeze

  has_many :account_users, dependent: :destroy
  has_many :users, through: :account_users
  has_many :inboxes, dependent: :destroy
  has_many :contacts, dependent: :destroy
  has_many :conversations, dependent: :destroy
  has_many :webhooks, dependent: :destroy
  OBJECTS.each { |name| has_many name, dependent: :destroy }
  has_many :agent_bots, dependent: :destroy
  has_many :hooks, class_name: 'Integrations::Hook', dependent: :destroy
  has_many :portals, dependent: :destroy
  enum :locale, LOCALES, suffix: true
  enum :status, { active: 0, suspended: 1 }

  before_create :enable_default_features
  after_create_commit { EventDispatcherJob.dispatch('account.created', account: self) }
  validates :name, presence: true
  validates :domain, length: { maximum: 100 }
  validates :auto_resolve_duration, numericality: { greater_than_or_equal_to: 1, less_than_or_equal_to: 999, allow_nil: true }
  # Asks for the column without looking whether it is there, as the real one: what 20250416182131 stumbles over.
  validate :check_settings if Release.at_least?('4.2')

  def enabled_features = Features.enabled(feature_flags)
  def feature_enabled?(name) = enabled_features.key?(name.to_s)
  def enable_features!(*names) = update!(feature_flags: feature_flags | Features.mask(names))
  def disable_features!(*names) = update!(feature_flags: feature_flags & ~Features.mask(names))

  private

  def enable_default_features
    self.feature_flags |= Features.defaults
  end

  def check_settings
    minutes = self.settings&.fetch('auto_resolve_after', nil)
    return if minutes.nil?
    return errors.add(:auto_resolve_after, 'must be of type integer') unless minutes.is_a?(Integer)

    errors.add(:auto_resolve_after, 'must be greater than or equal to 10') if minutes < 10
    errors.add(:auto_resolve_after, 'must be less than or equal to 1439856') if minutes > 1_439_856
  end
end
