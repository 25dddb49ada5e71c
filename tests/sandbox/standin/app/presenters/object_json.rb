# The small objects an account declares.
module ObjectJson
  ATTRIBUTE = %i[id attribute_display_name attribute_display_type attribute_description attribute_key attribute_values attribute_model
                 default_value created_at updated_at].freeze

  module_function

  def label(row) = row.slice(:id, :title, :description, :color, :show_on_sidebar)

  def team(row, user)
    row.slice(:id, :name, :description, :allow_auto_assign, :account_id).merge(is_member: user.is_a?(User) && row.members.exists?(user.id))
  end

  def custom_attribute(row) = row.slice(*ATTRIBUTE, *%i[regex_pattern regex_cue].select { |name| row.has_attribute?(name) })
  def custom_filter(row) = row.slice(:id, :name, :filter_type, :query, :created_at, :updated_at)
  def dashboard_app(row) = row.slice(:id, :title, :content, :created_at)

  def webhook(row)
    json = row.slice(:id, :url, :account_id, :subscriptions)
    json[:name] = row.name if Release.at_least?('4.8')
    json[:inbox] = row.inbox.slice(:id, :name) if row.inbox
    json
  end

  def automation_rule(row)
    row.slice(:id, :account_id, :name, :description, :event_name, :conditions, :actions, :active).merge(created_on: row.created_at.to_i)
  end

  def macro(row)
    json = row.slice(:id, :name, :visibility, :account_id, :actions)
    %i[created_by updated_by].each { |key| json[key] = UserJson.agent(row.public_send(key), row.account) if row.public_send(key) }
    json
  end
end
