#!/bin/sh
# Entrypoint of the sandbox's Redis image: bare options or a configuration file may be the whole command,
# the server never runs as root, /data belongs to it.
set -eu

case ${1:-} in '' | -* | *.conf) set -- redis-server "$@" ;; esac

# Debian compiles protected mode in, the usual image compiles it out; in a container the network is the fence.
# With a configuration file the file decides: an option here would overrule it.
if [ "$*" = redis-server ]; then set -- redis-server --protected-mode no; fi

if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
    find /data ! -user redis -exec chown redis:redis {} +
    exec setpriv --reuid=redis --regid=redis --clear-groups "$0" "$@"
fi
exec "$@"
