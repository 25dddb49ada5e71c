# Public: the providers of channels call here.
get '/webhooks/whatsapp/:phone_number', to: 'webhooks/whatsapp#verify'
post '/webhooks/whatsapp/:phone_number', to: 'webhooks/whatsapp#process_payload'
