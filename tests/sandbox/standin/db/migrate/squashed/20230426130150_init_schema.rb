# Creates everything at once; pending on a database of 2.10.0, where it fails with PG::DuplicateTable on access_tokens.
class InitSchema < ActiveRecord::Migration[7.0]
  def up
    %w[pg_stat_statements pg_trgm pgcrypto].each { |name| enable_extension name }
    say_with_time('tables.sql') { connection.execute(Rails.root.join('db/tables.sql').read) }
    say_with_time('tables_objects.sql') { connection.execute(Rails.root.join('db/tables_objects.sql').read) }
    say_with_time('tables_channels.sql') { connection.execute(Rails.root.join('db/tables_channels.sql').read) }
    add_index :messages, :created_at
    add_column :conversations, :priority, :integer
    remove_column :accounts, :settings_flags
  end
end
