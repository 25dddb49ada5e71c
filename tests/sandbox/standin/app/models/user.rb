require 'bcrypt'

# A person. The role is on AccountUser: there is a reader and no column.
class User < ApplicationRecord
  include AccessTokenable
  include PasswordPolicy

  has_secure_token :pubsub_token
  has_many :account_users, dependent: :destroy
  has_many :accounts, through: :account_users
  has_many :team_members, dependent: :delete_all
  has_many :inbox_members, dependent: :delete_all
  enum :availability, { online: 0, offline: 1, busy: 2 }, prefix: true

  before_validation :set_uid
  before_destroy :fail_as_in_2_10
  validates :email, presence: true, uniqueness: { allow_blank: true }
  validates :email, format: { with: /\A[^@\s]+@[^@\s]+\z/, allow_blank: true }
  validates :email, format: { with: URI::MailTo::EMAIL_REGEXP, message: 'is not an email', allow_blank: true }
  validates :name, presence: true
  validates :name, length: { minimum: 1 }, if: -> { Release.before?('3.0') }

  def self.from_email(email) = find_by(email: email&.downcase)

  def skip_confirmation! = self.confirmed_at ||= Time.current
  def confirm = update!(confirmed_at: Time.current)
  def confirmed? = confirmed_at.present?
  def available_name = display_name.presence || name
  def account = accounts.order(:id).first
  def current_account_user = Current.account ? account_users.find_by(account: Current.account) : account_users.order(:id).first
  def role = current_account_user&.role

  private

  def set_uid
    self.email = email.strip.downcase if email
    self.uid = email.to_s
  end

  def fail_as_in_2_10
    return if Release.at_least?('3.0')

    raise ActiveRecord::HasManyThroughAssociationNotFoundError.new(User, User.reflect_on_association(:accounts))
  end
end
