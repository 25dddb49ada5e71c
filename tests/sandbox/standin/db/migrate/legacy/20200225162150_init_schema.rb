class InitSchema < ActiveRecord::Migration[7.0]
  def up
    %w[pg_stat_statements pgcrypto].each { |name| enable_extension name }
    say_with_time('tables.sql') { connection.execute(Rails.root.join('db/tables.sql').read) }
    say_with_time('tables_objects.sql') { connection.execute(Rails.root.join('db/tables_objects.sql').read) }
    say_with_time('tables_channels.sql') { connection.execute(Rails.root.join('db/tables_channels.sql').read) }
  end
end
