# Actions an agent starts by hand; stored and checked, never run.
class Macro < ApplicationRecord
  include KnownActions

  ACTIONS = if Release.before?('3.0')
              %w[send_message add_label send_email_to_team assign_team assign_best_agent send_webhook_event mute_conversation change_status
                 resolve_conversation snooze_conversation]
            else
              %w[send_message add_label remove_label assign_team remove_assigned_team assign_agent mute_conversation change_status
                 resolve_conversation snooze_conversation change_priority send_email_transcript send_attachment add_private_note send_webhook_event]
            end
  ACTIONS_TEXT = 'Macro execution actions'.freeze

  belongs_to :account
  belongs_to :created_by, class_name: 'User', optional: true
  belongs_to :updated_by, class_name: 'User', optional: true
  enum :visibility, { personal: 0, global: 1 }

  # 2.10 shows an administrator everything; later a macro whose visibility was lost is shown to nobody.
  def self.seen_by(membership)
    return order(:id) if Release.before?('3.0') && membership.administrator?

    global.or(personal.where(created_by_id: membership.user_id)).order(:id)
  end

  def by?(user) = created_by_id == user.id
  def deletable_by?(membership) = by?(membership.user) || (created_by.nil? && membership.administrator?)
  def editable_by?(membership) = by?(membership.user) || (global? && membership.administrator?)
end
