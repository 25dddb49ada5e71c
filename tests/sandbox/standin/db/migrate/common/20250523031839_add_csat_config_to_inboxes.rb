class AddCsatConfigToInboxes < ActiveRecord::Migration[7.1]
  def change
    add_column :inboxes, :csat_config, :jsonb, default: {}, null: false
    add_column :webhooks, :name, :string
  end
end
