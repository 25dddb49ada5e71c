# Users as the API shows them: to themselves, to their account, as senders, after sign-up.
module UserJson
  module_function

  def profile(user)
    json = { access_token: user.access_token.token, account_id: user.account&.id, **names(user), confirmed: user.confirmed?,
             message_signature: user.message_signature, email: user.email, id: user.id, inviter_id: user.current_account_user&.inviter_id,
             name: user.name, provider: user.provider, pubsub_token: user.pubsub_token, role: user.role, ui_settings: user.ui_settings,
             uid: user.uid, accounts: user.account_users.order(:account_id).map { |membership| membership(membership) } }
    json[:type] = user.type if Release.at_least?('3.0')
    json[:custom_attributes] = user.custom_attributes if user.custom_attributes.present?
    json
  end

  def platform(user)
    profile(user).except(:inviter_id, :type).merge(custom_attributes: user.custom_attributes)
  end

  def agent(user, account)
    membership = user.account_users.find_by(account: account)
    json = { id: user.id, account_id: account.id, availability_status: membership&.availability_status || 'offline',
             auto_offline: membership&.auto_offline, confirmed: user.confirmed?, email: user.email, available_name: user.available_name,
             name: user.name, role: membership&.role, thumbnail: '' }
    json[:provider] = user.provider if Release.at_least?('3.0')
    json[:custom_attributes] = user.custom_attributes if user.custom_attributes.present?
    json
  end

  def sender(user)
    { id: user.id, name: user.name, available_name: user.available_name, avatar_url: '', type: 'user',
      availability_status: OnlineStatusTracker.status(user.account&.id, user), thumbnail: '' }
  end

  def signed_up(user, account)
    json = { id: user.id, provider: user.provider, uid: user.uid, name: user.name, display_name: user.display_name, email: user.email,
             account_id: account.id, pubsub_token: user.pubsub_token, role: 'administrator', inviter_id: nil, confirmed: user.confirmed?,
             avatar_url: '', access_token: user.access_token.token,
             accounts: [{ id: account.id, name: account.name, active_at: nil, role: 'administrator', locale: account.locale }] }
    json[:created_at] = user.created_at if Release.at_least?('3.0')
    json
  end

  def names(user) = { available_name: user.available_name, avatar_url: '', display_name: user.display_name }

  def membership(row)
    json = { id: row.account.id, name: row.account.name, status: row.account.status, active_at: row.active_at, role: row.role,
             availability: row.availability, availability_status: row.availability_status, auto_offline: row.auto_offline }
    json[:permissions] = row.permissions if Release.at_least?('4.0')
    json
  end
end
