# The newer sign-up knows only e-mail and password; the recorded request fails for want of a name.
class Api::V2::AccountsController < Api::V1::AccountsController
  private

  def full_name = nil
end
