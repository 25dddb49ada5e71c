# A release has the migrations up to its own schema version; the image carries those of all releases.
ActiveSupport.on_load(:active_record) do
  ActiveRecord::MigrationContext.prepend(Module.new do
    def migrations = super.select { |migration| migration.version <= Release.schema }
  end)
end
