# Made by chatwoot-deploy. Healthy = the application answers and does real SQL.
#
# /api answers 200 even without a database, so the probe asks for a profile with an unknown token:
# 401 needs a query, 500 means the database is gone (chatwoot.md 5.4). FORCE_SSL needs the header.
require 'net/http'

Net::HTTP.start('127.0.0.1', 3000, open_timeout: 5, read_timeout: 15) do |http|
  headers = { 'X-Forwarded-Proto' => 'https', 'api_access_token' => 'bogus', 'Host' => ENV.fetch('FRONTEND_URL').sub(%r{\Ahttps?://}, '') }
  answer = http.get('/api/v1/profile', headers)
  abort "profile with an unknown token answers #{answer.code}, not 401" unless answer.code == '401'
end
