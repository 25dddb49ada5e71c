require_relative '../standin/broken_migration'

namespace :db do
  desc 'Creates, loads and seeds the database, or migrates the one that is there'
  task chatwoot_prepare: :environment do
    BrokenMigration.before
    begin
      ActiveRecord::Base.connection.execute('SELECT 1')
    rescue ActiveRecord::NoDatabaseError
      ActiveRecord::Tasks::DatabaseTasks.create_current
      ActiveRecord::Base.establish_connection
    end
    unless ActiveRecord::Base.connection.table_exists?('ar_internal_metadata')
      # The real application loads db/schema.rb here; the migrations of the stand-in are its schema.
      ActiveRecord::Migration.suppress_messages { ActiveRecord::Base.connection_pool.migration_context.migrate }
      Rake::Task['db:seed'].invoke
    end
    BrokenMigration.halfway
    Rake::Task['db:migrate'].invoke
  end
end

Rake::Task['db:migrate'].enhance do
  puts 'Loading Installation config'
  ConfigLoader.new.process
end
