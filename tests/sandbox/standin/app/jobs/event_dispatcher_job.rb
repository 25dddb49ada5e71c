# What happens after a change was committed: here, telling the browsers.
class EventDispatcherJob < ApplicationJob
  queue_as Release.before?('2.17') ? :events : :critical

  def self.dispatch(event, **data) = perform_later(event, Time.zone.now.to_f, data)

  def perform(event, _time, data)
    message = data[:message]
    ActionCableBroadcastJob.perform_later(tokens(message), event, { id: message.id, content: message.content }) if message
  end

  private

  def tokens(message) = message.account.users.pluck(:pubsub_token) + [message.conversation.contact_inbox.pubsub_token]
end
