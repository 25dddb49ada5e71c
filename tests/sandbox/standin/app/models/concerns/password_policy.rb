# The password rules, and bcrypt in the column that Devise uses.
module PasswordPolicy
  extend ActiveSupport::Concern

  SPECIALS = Release.before?('3.0') ? %q(!@#$%^&*()_+-=[]{}|'"/ ^.,`<>:;?~) : %q( !@#$%^&*()_+-=[]{}|"/\.,`<>:;?~')
  RULES = {
    'must contain at least 6 characters' => ->(text) { text.length >= 6 },
    'must contain at least 1 uppercase character  (A..Z)' => ->(text) { text.match?(/[A-Z]/) },
    'must contain at least 1 lowercase character  (a..z)' => ->(text) { text.match?(/[a-z]/) },
    'must contain at least 1 number character  (0..9)' => ->(text) { text.match?(/[0-9]/) },
    "must contain at least 1 special character  (#{SPECIALS})" => ->(text) { text.chars.any? { |char| SPECIALS.include?(char) } }
  }.freeze

  included do
    attr_reader :password
    attr_accessor :password_confirmation

    validate :follow_password_policy
  end

  def password=(text)
    @password = text
    self.encrypted_password = text.present? ? BCrypt::Password.create(text, cost: 6) : ''
  end

  def valid_password?(text) = encrypted_password.present? && BCrypt::Password.new(encrypted_password) == text

  private

  def follow_password_policy
    errors.add(:password, "can't be blank") if new_record? && password.blank?
    { password: password, password_confirmation: password_confirmation }.each do |name, text|
      next if text.blank?

      RULES.each { |message, rule| errors.add(name, message) unless rule.call(text) }
      errors.add(name, 'is too long (maximum is 128 characters)') if text.length > 128
    end
  end
end
