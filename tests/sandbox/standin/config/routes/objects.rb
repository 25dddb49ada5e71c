# What an account declares besides its inboxes.
resources :agents, only: %i[index create update destroy] do
  post :bulk_create, on: :collection if Release.at_least?('4.0')
end
resources :automation_rules, only: %i[index show create update destroy]
resources :canned_responses, only: %i[index create update destroy]
resources :conversations, only: [] do
  resources :labels, only: %i[index create], controller: 'conversation_labels'
end
resources :custom_attribute_definitions, only: %i[index show create update destroy]
resources :custom_filters, only: %i[index show create update destroy]
resources :dashboard_apps, only: %i[index show create update destroy]
resources :labels, only: %i[index show create update destroy]
resources :macros, only: %i[index show create update destroy]
resources :teams, only: %i[index show create update destroy] do
  resources :team_members, only: %i[index create] do
    collection { match '', action: :update, via: %i[patch put] }
    collection { delete '', action: :destroy }
  end
end
resources :webhooks, only: %i[index create update destroy]
