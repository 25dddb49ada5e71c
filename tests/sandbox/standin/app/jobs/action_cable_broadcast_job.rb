class ActionCableBroadcastJob < ApplicationJob
  queue_as Release.before?('2.17') ? :default : :critical

  def perform(tokens, event, data) = tokens.each { |token| ActionCable.server.broadcast(token, { event: event, data: data }) }
end
