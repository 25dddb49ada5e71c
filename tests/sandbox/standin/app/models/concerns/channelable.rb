module Channelable
  extend ActiveSupport::Concern
  included do
    belongs_to :account
    has_one :inbox, as: :channel, dependent: :destroy
  end
end
