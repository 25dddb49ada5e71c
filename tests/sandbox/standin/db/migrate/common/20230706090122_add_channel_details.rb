class AddChannelDetails < ActiveRecord::Migration[7.0]
  def change
    add_column :channel_email, :provider, :string
    add_column :channel_email, :provider_config, :jsonb, default: {}
    remove_column :channel_email, :imap_inbox_synced_at, :datetime, precision: nil
    add_column :categories, :icon, :string, default: ''
    add_column :portals, :channel_web_widget_id, :bigint
    add_index :portals, :channel_web_widget_id
    change_column_default :integrations_hooks, :status, from: 0, to: 1
  end
end
