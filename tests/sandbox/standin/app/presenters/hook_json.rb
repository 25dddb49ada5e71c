# Hooks, and the apps that they belong to.
module HookJson
  module_function

  def app(app, account, admin:)
    hooks = account.hooks.where(app_id: app.id).order(:id).map { |hook| full(hook, admin: admin) }
    app.facts.merge('enabled' => app.enabled?(account), 'hooks' => hooks)
  end

  def full(hook, admin:)
    json = { id: hook.id, app_id: hook.app_id, status: hook.enabled?, inbox: hook.inbox&.slice(:id, :name), account_id: hook.account_id,
             hook_type: hook.hook_type }
    json[:settings] = hook.settings if admin || Release.before?('3.0')
    json[:reference_id] = hook.reference_id if Release.at_least?('3.0')
    json
  end
end
