require 'net/http'

# One request to a provider. What cannot be reached raises.
module Provider
  Answer = Struct.new(:status, :json) do
    def ok? = status.between?(200, 299)
  end

  class << self
    def get(url, headers = {}) = send_to(url, Net::HTTP::Get, headers)

    # A hash goes as JSON with that content type, otherwise as a form.
    def post(url, body = nil, headers = {}) = send_to(url, Net::HTTP::Post, headers, body)

    private

    def send_to(url, method, headers, body = nil)
      uri = URI.parse(url)
      request = method.new(uri, headers.compact)
      json = request['content-type'].to_s.start_with?('application/json')
      json ? request.body = body.to_json : request.set_form_data(body) if body
      reply = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == 'https') { |http| http.request(request) }
      Answer.new(reply.code.to_i, parse(reply.body))
    end

    def parse(text)
      JSON.parse(text)
    rescue JSON::ParserError, TypeError
      {}
    end
  end
end
