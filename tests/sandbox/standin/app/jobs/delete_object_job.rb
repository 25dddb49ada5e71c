class DeleteObjectJob < ApplicationJob
  queue_as :low

  def perform(record, _user = nil, _ip = nil) = record.destroy!
end
