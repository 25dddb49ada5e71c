class AddWaitingSinceToConversations < ActiveRecord::Migration[7.0]
  def change
    add_column :conversations, :waiting_since, :datetime, precision: 6
    add_column :conversations, :sla_policy_id, :bigint
    add_column :inboxes, :lock_to_single_conversation, :boolean, default: false, null: false
    add_column :inboxes, :portal_id, :bigint
    add_column :inboxes, :sender_name_type, :integer, default: 0, null: false
    add_column :inboxes, :business_name, :string
    add_column :account_users, :custom_role_id, :bigint
    add_column :attachments, :meta, :jsonb, default: {}
  end
end
