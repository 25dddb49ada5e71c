# Every user, bot and platform app owns one API token.
module AccessTokenable
  extend ActiveSupport::Concern
  included do
    has_one :access_token, as: :owner, dependent: :destroy
    after_create :create_access_token
  end
end
