# Stored and checked, never run. Any event name goes, and so does a rule without conditions.
class AutomationRule < ApplicationRecord
  include KnownActions

  LATER = Release.at_least?('3.0')
  CONDITIONS = %w[content email country_code status message_type browser_language assignee_id team_id referer city company inbox_id] +
               (LATER ? %w[mail_subject phone_number priority conversation_language labels] : [])
  ACTIONS = %w[send_message add_label send_email_to_team assign_team send_webhook_event mute_conversation send_attachment change_status
               resolve_conversation snooze_conversation send_email_transcript] +
            (LATER ? %w[remove_label assign_agent open_conversation change_priority add_private_note] : %w[assign_best_agent])
  ACTIONS_TEXT = 'Automation actions'.freeze

  belongs_to :account
  validate :check_conditions

  private

  def check_conditions
    return if conditions.blank?

    unknown = conditions.pluck('attribute_key') - CONDITIONS - account.custom_attribute_definitions.pluck(:attribute_key)
    errors.add(:conditions, "Automation conditions #{unknown.join(',')} not supported.") if unknown.any?
    loose = LATER ? conditions.count { |condition| condition['query_operator'].nil? } : 0
    errors.add(:conditions, 'Automation conditions should have query operator.') if loose > 1
  end
end
