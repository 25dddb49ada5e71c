class Api::V1::ProfilesController < Api::BaseController
  def show = render(json: UserJson.profile(Current.user))

  def update
    Current.user.update!(params.require(:profile).permit(:name, :display_name, :message_signature, :password))
    show
  end
end
