# The client API of api inboxes: no token, the inbox's identifier and the contact's source id are the secrets.
class PublicApi::BaseController < ActionController::Base # rubocop:disable Rails/ApplicationController
  include ErrorsAsJson

  skip_forgery_protection
  before_action :set_channel

  private

  def set_channel
    @channel = Channel::Api.find_by!(identifier: params[:inbox_id])
    @inbox = @channel.inbox
  end

  def set_link = @link = @inbox.contact_inboxes.find_by!(source_id: params[:contact_id])
  def set_conversation = @conversation = @link.conversations.find_by!(display_id: params[:conversation_id])
end
