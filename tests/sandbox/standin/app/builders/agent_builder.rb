# A member of an account: an existing user or a new one, who has a password that nobody knows and is not confirmed.
class AgentBuilder
  def initialize(account:, inviter:, email:, name:, **membership)
    @account, @inviter, @email, @name, @membership = account, inviter, email, name, membership.compact
  end

  def perform
    ActiveRecord::Base.transaction do
      user = find_user || User.create!(email: @email, name: @name, password: "1!aA#{SecureRandom.alphanumeric(12)}")
      AccountUser.create!(account: @account, user: user, inviter_id: @inviter.id, **@membership)
      user
    end
  end

  private

  # 2.10 looks for the spelling that was sent.
  def find_user = Release.before?('3.0') ? User.find_by(email: @email) : User.from_email(@email)
end
