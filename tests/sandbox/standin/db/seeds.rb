GlobalConfig.clear_cache
ConfigLoader.new.process
# The back door of a fresh installation: while this key exists anybody may make himself super admin.
::Redis::Alfred.set(::Redis::Alfred::CHATWOOT_INSTALLATION_ONBOARDING, true)
