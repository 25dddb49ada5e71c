class Conversation < ApplicationRecord
  include Labelable

  belongs_to :account
  belongs_to :inbox
  belongs_to :contact
  belongs_to :contact_inbox
  belongs_to :assignee, class_name: 'User', optional: true
  belongs_to :team, optional: true
  has_many :messages, dependent: :destroy
  enum :status, { open: 0, resolved: 1, pending: 2, snoozed: 3 }
  enum :priority, { low: 0, medium: 1, high: 2, urgent: 3 }, prefix: true if Release.at_least?('2.17')

  # An assignee outside the new team is dropped.
  before_save { self.assignee = nil if team_id_changed? && team && assignee && !team.members.exists?(assignee.id) }
  before_create { self.status = :pending if inbox.bot? && open? }
  before_create { self.waiting_since = Time.current if has_attribute?(:waiting_since) }
  after_create :read_number
  after_create_commit { EventDispatcherJob.dispatch('conversation.created', conversation: self) }
  after_update_commit { EventDispatcherJob.dispatch('conversation.status_changed', conversation: self) if saved_change_to_status? }

  scope :newest, -> { order(last_activity_at: :desc, id: :desc) }

  STATUS_TEXT = { 'resolved' => 'was marked resolved by', 'open' => 'was reopened by', 'pending' => 'was marked as pending by',
                  'snoozed' => 'was snoozed by' }.freeze

  # Says in the conversation who changed its status, as the real application's activity job does.
  def note_status_change(user)
    return unless user.is_a?(User)

    messages.create!(account: account, inbox: inbox, message_type: :activity, content: "Conversation #{STATUS_TEXT[status]} #{user.name}")
  end

  # The same for its team.
  def note_team(user)
    messages.create!(account: account, inbox: inbox, message_type: :activity, content: "Assigned to #{team.name} by #{user.name}") if team
  end

  def unread_count
    scope = messages.incoming
    scope = scope.where('created_at > ?', agent_last_seen_at) if agent_last_seen_at
    scope.count
  end

  private

  # The trigger of the table numbers conversations per account.
  def read_number
    self.display_id = self.class.where(id: id).pick(:display_id)
    self.uuid = self.class.where(id: id).pick(:uuid)
    clear_attribute_changes(%w[display_id uuid])
  end
end
