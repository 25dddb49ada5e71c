Rails.application.routes.draw do
  root to: 'dashboard#index'
  get '/app', to: 'dashboard#page'
  get '/app/*path', to: 'dashboard#page'
  get '/widget', to: 'dashboard#widget'
  get '/api', to: 'api#index', defaults: { format: 'json' }
  post '/auth/sign_in', to: 'sessions#create', defaults: { format: 'json' }
  get '/installation/onboarding', to: 'installation/onboarding#index'
  post '/installation/onboarding', to: 'installation/onboarding#create'
  get '/super_admin', to: 'super_admin#index'
  get '/super_admin/sign_in', to: 'super_admin#new'
  post '/super_admin/sign_in', to: 'super_admin#create'
  get '/monitoring/sidekiq', to: 'super_admin#sidekiq'
  mount ActionCable.server => '/cable'
  draw(:webhooks)

  namespace :api, defaults: { format: 'json' } do
    namespace :v1 do
      resource :profile, only: %i[show update]
      resources :accounts, only: %i[create show update] do
        scope module: :accounts do
          draw(:objects)
          draw(:channels)
          resources :conversations, only: %i[index show create] do
            post :filter, on: :collection
            %i[toggle_status custom_attributes assignments].each { |action| post action }
            post :toggle_priority if Release.at_least?('2.17')
            resources :messages, only: %i[index create destroy]
          end
          resources :contacts, only: %i[index show create update destroy] do
            get :search, on: :collection
            post :filter, on: :collection
            get :conversations
            post :contact_inboxes
          end
        end
      end
    end
    namespace(:v2) { resources :accounts, only: :create } if Release.at_least?('3.0')
  end

  namespace :platform, defaults: { format: 'json' } do
    namespace :api do
      namespace :v1 do
        resources :users, only: %i[create show update destroy] do
          get :login, on: :member
          post :token, on: :member if Release.at_least?('4.3')
        end
        resources :accounts, only: %i[create show update destroy] + (Release.at_least?('4.5') ? [:index] : []) do
          resources :account_users, only: %i[index create] do
            delete '', action: :destroy, on: :collection
          end
        end
        resources :agent_bots, only: %i[index show create update destroy]
      end
    end
  end

  scope '/public/api/v1', defaults: { format: 'json' } do
    resources :inboxes, only: Release.at_least?('3.0') ? [:show] : [], module: :public_api, param: :inbox_id
    scope '/inboxes/:inbox_id', module: :public_api do
      # 2.10 knows the address and answers with its own 404.
      get '', to: 'inboxes#missing' if Release.before?('3.0')
      resources :contacts, only: %i[create show update] do
        resources :conversations, only: %i[index create] do
          resources :messages, only: %i[index create]
        end
      end
    end
  end
end
