# Brings Chatwoot to what is declared, in one Rails runner call. Runs unchanged in 2.10.0 and 4.10.0.
#
# deploy/chatwoot/bootstrap.py puts one line before this text: input = '...base64...', the declaration as JSON.
# It answers with one line, SENTINEL and JSON, because Rails and Sidekiq log to stdout too.
#
# Every record is looked up before it is made, each in its own transaction: jobs that its callbacks queue are read by
# the worker at once, and would not find a record of a transaction still open. The installation page is closed last,
# and only when everything else is there: a call that stops midway is repeated by the next apply.
require 'json'

sentinel = '@@CHATWOOT-DEPLOY'
wanted = JSON.parse(input.unpack1('m').force_encoding('UTF-8'))
doing = 'reading the declaration'
made = []

begin
  accounts = wanted['accounts'].map do |declared|
    doing = "account #{declared['name']}"
    Account.where(name: declared['name']).order(:id).first || begin
      made << doing
      Account.create!(name: declared['name'], locale: declared['locale'])
    end
  end

  # The password is set on a new record only: a password that its owner changed stays.
  person = lambda do |declared, type|
    user = User.find_or_initialize_by(email: declared['email'])
    user.assign_attributes(name: declared['name'], password: declared['password']) if user.new_record?
    user.type = type if type
    user.skip_confirmation! unless user.confirmed? # or a mail is queued and login refused
    if user.new_record? || user.changed?
      made << doing
      user.save!
    end
    User.find(user.id) # as its own class, and with the token that a callback made
  end

  doing = "super admin #{wanted['admin']['email']}"
  admin = person.call(wanted['admin'], 'SuperAdmin')
  doing = "user #{wanted['service']['email']}"
  service = person.call(wanted['service'], nil)

  # A super admin sees no account without being its member.
  accounts.product([admin, service]).each do |account, user|
    doing = "membership of #{user.email} in #{account.name}"
    member = AccountUser.find_or_initialize_by(account_id: account.id, user_id: user.id)
    next if member.persisted? && member.administrator?

    made << doing
    member.role = :administrator
    member.save!
  end

  # The place of a flag in a release's own list is its bit; an unknown one raises.
  accounts.zip(wanted['accounts']).each do |account, declared|
    (declared['features'] || {}).each do |name, on|
      doing = "feature #{name} of account #{account.name}"
      next if account.feature_enabled?(name) == on

      made << doing
      on ? account.enable_features!(name) : account.disable_features!(name)
    end
  end

  doing = "platform app #{wanted['platform_app']}"
  app = PlatformApp.where(name: wanted['platform_app']).order(:id).first || begin
    made << doing
    PlatformApp.create!(name: wanted['platform_app'])
  end
  [*accounts, admin, service].each do |object|
    app.platform_app_permissibles.find_or_create_by!(permissible: object)
  end

  # Through the model, never by SQL: the column holds YAML. 'false' and false are different answers to sign-up.
  wanted['installation'].each do |name, value|
    doing = "installation setting #{name}"
    row = InstallationConfig.find_or_initialize_by(name: name)
    next if row.persisted? && row.value.instance_of?(value.class) && row.value == value

    made << doing
    row.value = value
    row.locked = false
    row.save!
  end
  doing = 'settings cache'
  GlobalConfig.clear_cache

  token = ->(owner) { (owner.access_token || AccessToken.create!(owner: owner)).token }
  doing = 'access tokens'
  result = {
    accounts: accounts.to_h { |account| [account.name, account.id] },
    admin: admin.id,
    service: { id: service.id, token: token.call(service) },
    platform: { id: app.id, token: token.call(PlatformApp.find(app.id)) }
  }

  doing = 'installation page'
  ::Redis::Alfred.delete(::Redis::Alfred::CHATWOOT_INSTALLATION_ONBOARDING)
  result[:made] = made
  result[:super_admins] = SuperAdmin.order(:id).pluck(:email)
  puts "\n#{sentinel} #{result.to_json}"
rescue StandardError => e
  puts "\n#{sentinel} #{{ error: e.message.lines.first.to_s.strip, class: e.class.name, doing: doing }.to_json}"
  $stdout.flush
  exit 1
end
$stdout.flush
