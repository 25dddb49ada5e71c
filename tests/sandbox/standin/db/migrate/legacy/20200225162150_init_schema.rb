class InitSchema < ActiveRecord::Migration[7.0]
  def up
    %w[pg_stat_statements pgcrypto].each { |name| enable_extension name }
    say_with_time('tables.sql') { connection.execute(Rails.root.join('db/tables.sql').read) }
  end
end
