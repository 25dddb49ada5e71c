# The faults of db:chatwoot_prepare.
module BrokenMigration
  class << self
    def before
      raise 'stand-in: migrate_fail was asked for' if Faults.on?(:migrate_fail)
    end

    # Leaves what a failed migration that was not transactional leaves: a change without its version number.
    def halfway
      connection = ActiveRecord::Base.connection
      connection.execute("SELECT pg_sleep(#{Faults.seconds(:migrate_slow)})") if Faults.on?(:migrate_slow)
      return unless Faults.on?(:migrate_half)

      connection.execute('ALTER TABLE labels ADD COLUMN IF NOT EXISTS half_migrated boolean')
      raise 'stand-in: migrate_half was asked for'
    end
  end
end
