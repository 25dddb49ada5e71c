# A browser's stream, named by its pubsub token; agents add their user and account id.
class RoomChannel < ApplicationCable::Channel
  def subscribed
    stream_from params[:pubsub_token].to_s
    @user = User.find_by!(pubsub_token: params[:pubsub_token], id: params[:user_id]) if params[:user_id].present?
    @user ||= ContactInbox.find_by!(pubsub_token: params[:pubsub_token]).contact
    @account = @user.is_a?(Contact) ? @user.account : @user.accounts.find(params[:account_id])
    update_presence
  end

  def update_presence
    OnlineStatusTracker.update_presence(@account.id, @user.is_a?(Contact) ? 'Contact' : 'User', @user.id)
    data = { account_id: @account.id, users: { @user.id => 'online' } }
    ActionCable.server.broadcast(params[:pubsub_token], { event: 'presence.update', data: data })
  end
end
