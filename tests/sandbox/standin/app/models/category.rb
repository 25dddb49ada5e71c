class Category < ApplicationRecord
  belongs_to :account
  belongs_to :portal
  belongs_to :parent_category, class_name: 'Category', optional: true
  belongs_to :associated_category, class_name: 'Category', optional: true

  before_validation { self.account_id = portal&.account_id }
  validates :name, :slug, presence: true
  validates :locale, uniqueness: { scope: %i[slug portal_id], message: 'should be unique in the category and portal' }
  validate { errors.add(:locale, "#{locale} of category is not part of portal's #{portal.locales}.") unless portal.locales.include?(locale) }
end
