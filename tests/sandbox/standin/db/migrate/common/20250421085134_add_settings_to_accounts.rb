class AddSettingsToAccounts < ActiveRecord::Migration[7.0]
  def up
    add_column :accounts, :settings, :jsonb, default: {}
    # Days become minutes.
    execute <<~SQL
      UPDATE accounts SET settings = jsonb_build_object('auto_resolve_after', auto_resolve_duration * 1440)
      WHERE auto_resolve_duration IS NOT NULL
    SQL
    Account.reset_column_information
  end
end
