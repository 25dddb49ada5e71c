# An account and its first user in one step: sign-up and the onboarding page.
class AccountBuilder
  InvalidEmail = Class.new(StandardError)
  UserExists = Class.new(StandardError)

  def initialize(account_name:, email:, user_full_name:, user_password:, super_admin: false, confirmed: false)
    @account_name, @email, @user_full_name, @user_password = account_name, email, user_full_name, user_password
    @super_admin, @confirmed = super_admin, confirmed
  end

  def perform
    raise InvalidEmail, 'You have entered an invalid email' unless @email.to_s.match?(/\A[^@\s]+@[^@\s]+\.[^@\s]+\z/)
    raise UserExists, "You have already signed up for an account with #{@email}" if User.exists?(email: @email.downcase)

    ActiveRecord::Base.transaction do
      account = Account.create!(name: @account_name.presence || @email.split('@').last)
      [create_user(account), account]
    end
  end

  private

  def create_user(account)
    user = User.new(email: @email, name: @user_full_name, password: @user_password, password_confirmation: @user_password)
    user.type = 'SuperAdmin' if @super_admin
    user.skip_confirmation! if @confirmed
    user.save!
    AccountUser.create!(account: account, user: user, role: :administrator)
    user
  end
end
