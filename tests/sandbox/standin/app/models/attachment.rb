class Attachment < ApplicationRecord
  belongs_to :message
  belongs_to :account
  has_one_attached :file
  enum :file_type, { image: 0, audio: 1, video: 2, file: 3, location: 4, fallback: 5 }, prefix: true
end
