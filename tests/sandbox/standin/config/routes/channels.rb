# Inboxes of every kind, their bots and members, and what hangs on an account's channels.
resources :inboxes, only: %i[index show create update destroy] do
  member do
    get :agent_bot
    post :set_agent_bot
    post :sync_templates if Release.at_least?('4.0')
  end
end
resources :inbox_members, only: %i[create show] do
  collection { match '', action: :update, via: %i[patch put] }
  collection { delete '', action: :destroy }
end
resources :agent_bots, only: %i[index show create update destroy] do
  post :reset_access_token, on: :member if Release.at_least?('4.0')
end
namespace(:channels) { resource :twilio_channel, only: :create }
namespace :integrations do
  resources :apps, only: %i[index show]
  # 4.10 has the route to a single hook and nothing behind it: 404.
  resources :hooks, only: %i[create update destroy] + (Release.at_least?('4.0') ? [:show] : [])
end
resources :portals, only: %i[index show create update destroy] do
  patch :archive, on: :member
  resources :categories, only: %i[index show create update destroy]
end
