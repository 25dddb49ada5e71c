require 'net/http'

# A file that the worker writes and the web serves: the picture at `avatar_url` of a new contact.
class Avatar::AvatarFromUrlJob < ApplicationJob
  queue_as Release.before?('4.5') ? :low : :purgable

  def perform(contact, url)
    answer = Net::HTTP.get_response(URI(url))
    return unless answer.is_a?(Net::HTTPSuccess)

    contact.avatar.attach(io: StringIO.new(answer.body), filename: File.basename(URI(url).path), content_type: answer.content_type)
  end
end
