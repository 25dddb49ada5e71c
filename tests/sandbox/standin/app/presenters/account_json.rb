module AccountJson
  PLAN = %w[plan_name subscribed_quantity subscription_status subscription_ends_on].freeze

  module_function

  def own(account)
    json = { created_at: account.created_at, domain: account.domain, features: account.enabled_features, id: account.id,
             locale: account.locale, name: account.name, support_email: account.support_email, status: account.status }
    if Release.before?('4.0')
      json.merge!(auto_resolve_duration: account.auto_resolve_duration, custom_email_domain_enabled: account.feature_enabled?('custom_email_domain'))
    else
      json[:cache_keys] = AccountCache.keys_of(account)
    end
    json[:settings] = account.settings || {} if account.has_attribute?(:settings)
    json[:auto_resolve_duration] ||= account.auto_resolve_duration unless account.has_attribute?(:settings)
    custom = account.custom_attributes || {}
    json[:custom_attributes] = PLAN.to_h { |key| [key, custom[key]] }.merge(custom) if Release.at_least?('4.0') && custom.present?
    json
  end

  # 2.10 prints the row, 4.x a chosen form.
  def platform(account)
    return account.as_json if Release.before?('3.0')

    { id: account.id, name: account.name, locale: account.locale, domain: account.domain, support_email: account.support_email,
      features: account.enabled_features, custom_attributes: account.custom_attributes, limits: account.limits, status: account.status }
  end
end
