# Made by chatwoot-deploy from group_data; change it there and apply again.
# A backup counts as verified once it was read back: restored into a database of its own, counted; its files hashed.

verify() {
  local id version
  open_repository
  id=$(chosen "$word")
  read_back "$id" "$SCRATCH"
  say "restoring the dump into a scratch database"
  version=$(meta "$source/meta.json" schema_version)
  scratch_database "$source"
  compare "$source/meta.json" scratch_sql
  note "last_verified_timestamp_seconds=$(date +%s)" "last_verified_snapshot=$id"
  detail="snapshot $id: $(tables "$source/meta.json" | wc -l) tables, $(tables "$source/meta.json" | awk -F '|' '{ n += $2 } END { print n + 0 }') rows and $(meta "$source/meta.json" storage_files) files are as described"
  printf '{"ok": true, "snapshot": "%s", "schema_version": "%s", "tables": %s, "files": %s, "seconds": %s}\n' "$id" \
    "$version" "$(tables "$source/meta.json" | wc -l)" "$(meta "$source/meta.json" storage_files)" "$(($(date +%s) - began))"
}

# read_back SNAPSHOT DIRECTORY: everything of a backup on this disk, and as it was sent. Sets source and uploaded.
read_back() {
  local size
  restic_ stats --no-lock --json --mode restore-size "$1" > "$tmp/out" 2> "$tmp/restic" || explain "reading the size of snapshot $1"
  size=$(sed -n 's/.*"total_size":\([0-9]*\).*/\1/p' "$tmp/out")
  # The dump becomes a database, whose indexes take about as much again.
  need "$((${size:-0} * 2 + ${size:-0} / 2 + 256 * 1024 * 1024))" "$WORK" "reading the backup back"
  say "reading snapshot $1 back ($(human "${size:-0}"))"
  mkdir -p "$2"
  restic_ restore "$1" --no-lock --target "$2" > "$tmp/out" 2> "$tmp/restic" || explain "reading snapshot $1"
  source=$(find "$2" -path "*/backup/current/meta.json" -type f | head -n 1)
  [ -n "$source" ] || fail "snapshot $1 is none of chatwoot-deploy: it has no meta.json"
  source=$(dirname "$source")
  uploaded=''
  [ "$(stat -c %s "$source/database.dump" 2> /dev/null)" = "$(meta "$source/meta.json" dump_bytes)" ] &&
    [ "$(sha256sum < "$source/database.dump" | cut -d ' ' -f 1)" = "$(meta "$source/meta.json" dump_sha256)" ] ||
    fail "the dump in snapshot $1 is not the one that was made; take another backup of the list"
  [ "$(fingerprint "$source/secrets.json")" = "$(meta "$source/meta.json" keys)" ] ||
    fail "the secrets in snapshot $1 are not those of its dump; take another backup of the list. [encryption-keys-lost]"
  [ -n "$(meta "$source/meta.json" storage_path)" ] || return 0
  uploaded=$2$(meta "$source/meta.json" storage_path)
  [ ! -s "$source/storage.sha256" ] || (cd "$uploaded" && sha256sum -c --quiet "$source/storage.sha256") > "$tmp/hashed" 2>&1 ||
    fail "uploads in snapshot $1 are missing or damaged: $(head -n 1 "$tmp/hashed")"
}

scratch_sql() { docker exec -i "$PROJECT-backup-scratch" psql -XqAt -v ON_ERROR_STOP=1 -U postgres -d scratch; }

# A server of its own that nobody can reach: no network, no port, gone afterwards with its volume.
scratch_database() {
  local image waited=0
  image=$(docker inspect -f '{{.Image}}' "$PROJECT-postgres" 2> /dev/null || printf '%s' "$POSTGRES_IMAGE")
  mkdir -p "$SCRATCH/dump"
  ln "$1/database.dump" "$SCRATCH/dump/database.dump" 2> /dev/null || cp "$1/database.dump" "$SCRATCH/dump/"
  docker run -d --name "$PROJECT-backup-scratch" --network none --restart no --memory "${SCRATCH_MB}m" --cpu-shares 128 \
    --cap-drop ALL --cap-add CHOWN --cap-add DAC_OVERRIDE --cap-add FOWNER --cap-add SETGID --cap-add SETUID \
    --security-opt no-new-privileges --shm-size 128m -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=scratch \
    -v "$SCRATCH/dump:/dump:ro" "$image" postgres -c fsync=off -c full_page_writes=off -c autovacuum=off \
    -c synchronous_commit=off -c max_wal_size=4GB -c shared_preload_libraries=pg_stat_statements \
    > /dev/null 2> "$tmp/docker" || fail "the scratch database could not be started: $(last_line "$tmp/docker")"
  # Over TCP: while the first start still makes the cluster, only the local socket answers.
  until docker exec "$PROJECT-backup-scratch" pg_isready -q -h 127.0.0.1 -U postgres -d scratch 2> /dev/null; do
    [ "$waited" -lt 180 ] || fail "the scratch database is not up after 180 s: $(docker logs --tail 1 "$PROJECT-backup-scratch" 2>&1)"
    sleep 1
    waited=$((waited + 1))
  done
  docker exec "$PROJECT-backup-scratch" pg_restore --no-owner --no-acl --exit-on-error -U postgres -d scratch /dump/database.dump \
    > /dev/null 2> "$tmp/restore" || fail "the dump cannot be restored: $(grep -i error "$tmp/restore" | head -n 1 | cut -c -300)"
}
