class CustomAttributeDefinition < ApplicationRecord
  # What 4.x refuses as a key, because it is an attribute already.
  STANDARD = {
    'conversation_attribute' => %w[status priority assignee_id inbox_id team_id display_id campaign_id labels browser_language country_code
                                   referer created_at last_activity_at],
    'contact_attribute' => %w[name email phone_number identifier country_code city created_at last_activity_at referer blocked]
  }.freeze

  belongs_to :account
  enum :attribute_display_type, { text: 0, number: 1, currency: 2, percent: 3, link: 4, date: 5, list: 6, checkbox: 7 }, suffix: true
  enum :attribute_model, { conversation_attribute: 0, contact_attribute: 1 }
  validates :attribute_display_name, :attribute_key, :attribute_display_type, :attribute_model, presence: true
  validates :attribute_key, uniqueness: { scope: %i[account_id attribute_model] }
  validate :keep_off_standard_keys, on: :create, if: -> { Release.at_least?('4.0') }

  private

  def keep_off_standard_keys
    return unless STANDARD.fetch(attribute_model.to_s, []).include?(attribute_key)

    errors.add(:attribute_key, 'The provided key is not allowed as it might conflict with default attributes.')
  end
end
