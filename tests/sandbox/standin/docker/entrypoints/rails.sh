#!/bin/sh
set -x
# What the real entrypoint does: stale pid and cache away, wait for PostgreSQL without limit, then the command.
rm -rf /app/tmp/pids/server.pid /app/tmp/cache
mkdir -p /app/tmp/pids

if [ -n "$DATABASE_URL" ]; then
  eval "$(ruby -ruri -e 'u = URI(ENV["DATABASE_URL"]); puts "POSTGRES_HOST=#{u.host} POSTGRES_PORT=#{u.port || 5432} POSTGRES_USERNAME=#{u.user}"')"
elif [ -z "$POSTGRES_PORT" ]; then
  POSTGRES_PORT=5432
fi

echo 'Waiting for postgres to become ready....'
until pg_isready -h "$POSTGRES_HOST" -p "$POSTGRES_PORT" -U "$POSTGRES_USERNAME"; do
  sleep 2
done
echo 'Database ready to accept connections.'

bundle install
until bundle check; do
  sleep 2
done

exec "$@"
