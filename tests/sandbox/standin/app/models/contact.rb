class Contact < ApplicationRecord
  belongs_to :account
  has_many :contact_inboxes, dependent: :destroy
  has_many :conversations, dependent: :destroy
  has_one_attached :avatar
  enum :contact_type, { visitor: 0, lead: 1, customer: 2 } if Release.at_least?('3.1')

  before_validation { self.email = email.presence&.downcase }
  validates :email, uniqueness: { scope: :account_id, allow_blank: true }
  validates :identifier, uniqueness: { scope: :account_id, allow_blank: true }
  validates :email, format: { with: /\A[^@\s]+@[^@\s.]+\.[^@\s]+\z/, message: 'Invalid email', allow_blank: true }
  validates :phone_number, uniqueness: { scope: :account_id, allow_blank: true },
                           format: { with: /\A\+[1-9]\d{1,14}\z/, message: 'should be in e164 format', allow_blank: true }
  before_save { self.contact_type = :lead if has_attribute?(:contact_type) && visitor? && known? }
  before_save { assign_attributes(location: additional_attributes&.dig('city'), country_code: additional_attributes&.dig('country')) if has_attribute?(:location) }
  # Lists and searches show only contacts that can be told apart.
  scope :known, -> { where("coalesce(contacts.email, '') <> '' OR coalesce(contacts.phone_number, '') <> '' OR coalesce(contacts.identifier, '') <> ''") }

  def known? = [email, phone_number, identifier].any?(&:present?)

  def self.matching(text)
    pattern = "%#{sanitize_sql_like(text)}%"
    where('contacts.name ILIKE :q OR contacts.email ILIKE :q OR contacts.phone_number ILIKE :q OR contacts.identifier ILIKE :q', q: pattern)
  end
end
