class WidenFeatureFlags < ActiveRecord::Migration[7.0]
  def up
    change_column :accounts, :feature_flags, :bigint, default: 0, null: false
    add_column :accounts, :internal_attributes, :jsonb, default: {}, null: false
    # Saves every account with the running code, as the real one does: code of 4.2 and later validates `settings`,
    # which a later migration brings (chatwoot.md 7.2).
    Account.reset_column_information
    Account.find_each(&:save!)
  end
end
