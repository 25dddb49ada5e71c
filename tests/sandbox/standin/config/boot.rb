# Gems are Debian packages found on the load path: there is nothing to resolve, so no Bundler.
cache = ENV.fetch('BOOTSNAP_CACHE_DIR', '/var/cache/bootsnap')
if File.writable?(File.dirname(cache))
  require 'bootsnap'
  # Not under tmp/cache: the entrypoint removes that directory at every start, as the real one does.
  Bootsnap.setup(cache_dir: cache, development_mode: false, load_path_cache: true, compile_cache_iseq: true, compile_cache_yaml: true)
end
