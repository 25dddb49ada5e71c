class InitSchema < ActiveRecord::Migration[7.0]
  def up
    %w[pg_stat_statements pgcrypto].each { |name| enable_extension name }
    execute Rails.root.join('db/tables.sql').read
  end
end
