class Portal < ApplicationRecord
  belongs_to :account
  belongs_to :channel_web_widget, class_name: 'Channel::WebWidget', optional: true if Release.at_least?('3.0')
  has_many :categories, dependent: :destroy
  has_many :inboxes, dependent: :nullify if Release.at_least?('3.0')

  before_validation :fill_in
  validates :name, presence: true
  validates :slug, presence: true, uniqueness: true
  validates :custom_domain, uniqueness: true, allow_nil: true

  def default_locale = config['default_locale'] || 'en'
  def locales = config['allowed_locales'].presence || [default_locale]

  private

  # Locales are not compared with those that exist.
  def fill_in
    self.custom_domain, self.homepage_link = custom_domain.presence, homepage_link.presence
    self.config = (config || {}).merge('allowed_locales' => locales, 'default_locale' => default_locale)
  end
end
