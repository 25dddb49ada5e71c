class Inbox < ApplicationRecord
  include AccountCache

  # Kinds whose names 2.10 looks at.
  NAMED = %w[Channel::Email Channel::Api Channel::WebWidget].freeze

  belongs_to :account
  belongs_to :channel, polymorphic: true, dependent: :destroy
  has_many :inbox_members, dependent: :delete_all
  has_many :members, through: :inbox_members, source: :user
  has_many :contact_inboxes, dependent: :delete_all
  has_many :conversations, dependent: :destroy
  has_many :working_hours, -> { order(:day_of_week) }, dependent: :delete_all
  has_many :agent_bot_inboxes, dependent: :delete_all
  has_many :hooks, class_name: 'Integrations::Hook', dependent: :delete_all
  belongs_to :portal, optional: true if Release.at_least?('3.0')
  enum :sender_name_type, { friendly: 0, professional: 1 } if Release.at_least?('2.17')

  validates :name, presence: true
  validates :timezone, inclusion: { in: ActiveSupport::TimeZone::MAPPING.values | TZInfo::Timezone.all_identifiers }
  validate :check_name_characters, if: -> { Release.before?('3.0') && NAMED.include?(channel_type) }
  after_create { WorkingHour.defaults.each { |row| working_hours.create!(row.merge(account_id: account_id)) } }

  def api? = channel_type == 'Channel::Api'
  def bot? = agent_bot_inboxes.active.exists? || dialogflow?
  def agent_bot = agent_bot_inboxes.first&.agent_bot

  private

  # 2.10 does not ask whether the hook is switched on.
  def dialogflow?
    found = hooks.where(app_id: 'dialogflow')
    (Release.before?('3.0') ? found : found.enabled).exists?
  end

  # 2.10 only.
  def check_name_characters
    return if name.to_s.match?(/\A\p{Word}/) && name.match?(/\p{Word}\z/) && !name.match?(%r{[/\\<>@]})

    errors.add(:name, 'should not start or end with symbols, and it should not have < > / \ @ characters.')
  end
end
