class AddAgentCapacity < ActiveRecord::Migration[7.1]
  def change
    add_column :account_users, :agent_capacity_policy_id, :bigint
    add_column :contacts, :company_id, :bigint
    add_column :conversations, :assignee_agent_bot_id, :bigint
    add_column :channel_web_widgets, :allowed_domains, :text, default: ''
    add_column :users, :otp_secret, :string
    add_column :users, :otp_required_for_login, :boolean, default: false
  end
end
