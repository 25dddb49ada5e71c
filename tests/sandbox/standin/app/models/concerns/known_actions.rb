# Automation rules and macros: a list of actions with names out of a fixed set, which grew after 2.10.
module KnownActions
  extend ActiveSupport::Concern

  included { validate :check_actions }

  private

  def check_actions
    return if actions.blank?

    unknown = actions.pluck('action_name') - self.class::ACTIONS
    errors.add(:actions, "#{self.class::ACTIONS_TEXT} #{unknown.join(',')} not supported.") if unknown.any?
  end
end
