class Inbox < ApplicationRecord
  belongs_to :account
  belongs_to :channel, polymorphic: true, dependent: :destroy
  has_many :inbox_members, dependent: :delete_all
  has_many :members, through: :inbox_members, source: :user
  has_many :contact_inboxes, dependent: :delete_all
  has_many :conversations, dependent: :destroy
  has_many :working_hours, -> { order(:day_of_week) }, dependent: :delete_all
  has_many :agent_bot_inboxes, dependent: :delete_all
  enum :sender_name_type, { friendly: 0, professional: 1 } if Release.at_least?('2.17')

  validates :name, presence: true
  validates :timezone, inclusion: { in: ActiveSupport::TimeZone::MAPPING.values | TZInfo::Timezone.all_identifiers }
  validate :check_name_characters, if: -> { Release.before?('3.0') }
  after_create { WorkingHour.defaults.each { |row| working_hours.create!(row.merge(account_id: account_id)) } }

  def api? = channel_type == 'Channel::Api'
  def bot? = agent_bot_inboxes.active.exists?

  private

  # 2.10 only.
  def check_name_characters
    return if name.to_s.match?(/\A\p{Word}/) && name.match?(/\p{Word}\z/) && !name.match?(%r{[/\\<>@]})

    errors.add(:name, 'should not start or end with symbols, and it should not have < > / \ @ characters.')
  end
end
