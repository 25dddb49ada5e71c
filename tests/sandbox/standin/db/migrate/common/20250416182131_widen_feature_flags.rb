class WidenFeatureFlags < ActiveRecord::Migration[7.0]
  def up
    change_column :accounts, :feature_flags, :bigint, default: 0, null: false
    add_column :accounts, :internal_attributes, :jsonb, default: {}, null: false
  end
end
