# `api_access_token`, the header of user, bot and platform tokens. CGI makes one name of dashes and underscores.
module TokenAuthentication
  private

  def sent_token = request.headers['HTTP_API_ACCESS_TOKEN'].presence || request.headers[:api_access_token].presence
end
