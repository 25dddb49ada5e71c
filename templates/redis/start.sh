#!/bin/sh
# Made by chatwoot-deploy from group_data; change it there and apply again.
# After a power cut the append-only file may end with zeros: ext4 keeps the length of a file whose last block was there
# before, without what was being written to it. Redis before 8.4 refuses to start with them (redis/redis #5177).
# appendfsync everysec promises all but the last second; whatever ends with zeros and misses more is left to a hand.
set -eu
most=${MOST:-1048576}
data=${DATA:-/data}
for file in "$data"/appendonlydir/*.incr.aof "$data"/appendonly.aof; do
  [ -s "$file" ] || continue
  # Every command in it ends with a line feed.
  [ "$(tail -c 1 "$file" | tr -d '\000' | wc -c)" -eq 0 ] || continue
  lost=$(redis-check-aof "$file" 2>&1 | sed -n 's/.*diff=\([0-9]*\).*/\1/p' || true)
  if [ -n "$lost" ] && [ "$lost" -le "$most" ]; then
    echo "$file ends with zeros, as after a power cut: its last $lost bytes go"
    yes | redis-check-aof --fix "$file"
  else
    echo "$file ends with zeros and ${lost:-an unknown number of} bytes would go: look at it with redis-check-aof"
  fi
done
exec docker-entrypoint.sh redis-server "${CONFIGURATION:-/etc/redis/redis.conf}"
