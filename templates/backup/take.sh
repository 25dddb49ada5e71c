# Made by chatwoot-deploy from group_data; change it there and apply again.
# Take a backup: the dump and its counts from one snapshot of the database, then the uploads, then everything to restic.

run() {
  open_repository init
  local size storage=''
  # An upgrade that was cut leaves the database between two releases: no backup that anybody should get unasked.
  if [ -z "$tag" ] && grep -Eq '"state": "(running|undoing|stuck)"' "$STATE/upgrade/record.json" 2> /dev/null; then
    tag=upgrade-unfinished
  fi
  size=$(sql -d "$DATABASE" -c "SELECT pg_database_size('$DATABASE')" 2> "$tmp/psql") ||
    fail "the database does not answer: $(last_line "$tmp/psql"). Look at the status verb"
  [ "$STORAGE" != local ] || storage=$(docker volume inspect -f '{{.Mountpoint}}' "$PROJECT-storage" 2> /dev/null) ||
    fail "the volume $PROJECT-storage is not there; run apply"
  room "$size" "$storage"
  mkdir -p "$STAGE"
  say "dumping the database ($(human "$size"))"
  dump
  uploads "$storage"
  deliver "$storage"
  [ -z "$keep" ] || keep_dump
  say "forgetting old backups"
  tidy
  note "last_success_timestamp_seconds=$(date +%s)" "last_snapshot=$snapshot" "last_size_bytes=$bytes" "last_added_bytes=$added"
  detail="snapshot $snapshot, $(human "$bytes"), $(human "$added") new"
  printf '{"ok": true, "snapshot": "%s", "dump": %s, "schema_version": "%s", "seconds": %s, "bytes": %s}\n' \
    "$snapshot" "$([ -n "$keep" ] && printf '"%s/database.dump"' "$keep" || echo null)" "$schema" \
    "$(($(date +%s) - began))" "$bytes"
}

# The dump is plain, so that restic finds what has not changed; long texts are packed in the database and not in it.
room() {
  local plain=$(($1 * 3 / 2 + 64 * 1024 * 1024)) uploads=0
  need "$plain" "$WORK" "the dump"
  case $RESTIC_REPOSITORY in /*)
    # Only the first backup takes the uploads in full.
    [ -n "$(noted last_success_timestamp_seconds)" ] || [ -z "$2" ] || uploads=$(du -sb "$2" | cut -f 1)
    need "$((plain + $1 + uploads))" "$RESTIC_REPOSITORY" "the backup"
    ;;
  esac
}

# Counts, description and dump see the same moment: the dump joins the snapshot that this session holds open.
dump() {
  local line id=''
  coproc SESSION { sql -d "$DATABASE" 2> "$tmp/psql"; }
  # Bash forgets both when the session ends, and as long as either stays open the session, and with it the snapshot and
  # its locks, would last until the backup is sent.
  exec {ask}>&"${SESSION[1]}" {told}<&"${SESSION[0]}"
  eval "exec ${SESSION[1]}>&- ${SESSION[0]}<&-"
  printf '%s\n' "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;" \
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;" "SELECT pg_export_snapshot();" >&"$ask"
  read -r -t 60 id <&"$told" || fail "the database gave no snapshot: $(last_line "$tmp/psql")"
  moment=$(date +%s)
  printf '%s\n' "$COUNTS" "SELECT '@@ schema'; $SCHEMA SELECT '@@ version'; SHOW server_version;" \
    "SELECT '@@ extensions'; $EXTENSIONS_OF SELECT '@@ end';" >&"$ask"
  : > "$tmp/answers"
  while read -r -t 3600 line <&"$told"; do
    [ "$line" != '@@ end' ] || break
    printf '%s\n' "$line" >> "$tmp/answers"
  done
  [ "${line:-}" = '@@ end' ] || fail "counting the rows failed: $(last_line "$tmp/psql")"
  pg pg_dump -Fc -Z 0 --snapshot="$id" -d "$DATABASE" > "$STAGE/database.dump" 2> "$tmp/dump" || dump_failed
  exec {ask}>&- {told}<&-
  pg pg_restore -l < "$STAGE/database.dump" > "$tmp/contents" 2> "$tmp/dump" || fail "the dump cannot be read: $(last_line "$tmp/dump")"
  sync -f "$STAGE/database.dump" 2> /dev/null || sync
}

dump_failed() {
  case $(cat "$tmp/dump") in *'o space left'*)
    fail "the disk is full; the dump was not finished. Free some room. Nothing was changed. [disk-full]" ;;
  esac
  fail "pg_dump failed: $(last_line "$tmp/dump"). Nothing was changed"
}

# A row is stored before its file: so the files come after the dump, and those written since then belong to no row of it.
# The files never change under their name, so a known size and time has a known hash.
uploads() {
  local code=0
  files=0 total=0
  [ -n "$1" ] || return 0
  touch "$WORK/hashes"
  (cd "$1" && find . -ignore_readdir_race -type f ! -newermt "@$moment" -printf '%s %T@ %P\n') | sort -k 3 > "$tmp/files"
  awk 'FILENAME == ARGV[1] { known[substr($0, 66)] = substr($0, 1, 64); next } { print (($0 in known) ? known[$0] : "-") " " $0 }' \
    "$WORK/hashes" "$tmp/files" > "$tmp/hashes"
  sed -n 's/^- [^ ]* [^ ]* //p' "$tmp/hashes" | tr '\n' '\0' |
    (cd "$1" && LC_ALL=C xargs -0 -r nice -n 10 sha256sum --) > "$tmp/fresh" 2> "$tmp/unread" || code=$?
  # 123: some could not be read. Uploads that were deleted meanwhile are none that a restore would miss.
  grep -v '^[^ ]*sha256sum: .*: No such file or directory$' "$tmp/unread" > "$tmp/unreadable" || true
  [ "$code" -eq 0 ] || { [ "$code" -eq 123 ] && [ ! -s "$tmp/unreadable" ]; } || unreadable "$1" "$code"
  awk 'FILENAME == ARGV[1] { sum[substr($0, 67)] = substr($0, 1, 64); next }
    { name = $0; sub(/^[^ ]* [^ ]* [^ ]* /, "", name); if ($1 == "-") { if (!(name in sum)) next; sub(/^-/, sum[name]) } print }' \
    "$tmp/fresh" "$tmp/hashes" > "$WORK/hashes.new" && mv -f "$WORK/hashes.new" "$WORK/hashes"
  listed
}

listed() {
  awk '{ name = $0; sub(/^[^ ]* [^ ]* [^ ]* /, "", name); print $1 "  " name }' "$WORK/hashes" > "$STAGE/storage.sha256"
  files=$(wc -l < "$WORK/hashes")
  total=$(awk '{ n += $2 } END { printf "%d", n }' "$WORK/hashes")
}

unreadable() {
  local why
  why=$(last_line "$tmp/unreadable")
  fail "some uploads in $1 cannot be read: ${why:-xargs ended with $2}. Look at the disk"
}

# What is deleted while restic reads is in the list and not in the snapshot, which would count as damaged: then the list
# goes without it, and so does another snapshot, of which restic knows nearly all.
deliver() {
  local round before=''
  for round in 1 2 3; do
    describe "$1"
    send "$1"
    [ -z "$before" ] || restic_ -q forget "$before" > /dev/null 2>&1 || true
    before=$snapshot
    vanished "$1" || return 0
  done
}

vanished() {
  [ -n "$1" ] && [ -s "$STAGE/storage.sha256" ] || return 1
  # Asked as a condition, where nothing ends by itself: half a listing would take files out that are there.
  if ! (cd "$1" && find . -ignore_readdir_race -type f -printf '%P\n') | LC_ALL=C sort > "$tmp/there" ||
    ! cut -c 67- "$STAGE/storage.sha256" | LC_ALL=C sort | LC_ALL=C comm -23 - "$tmp/there" > "$tmp/gone"; then
    fail "the uploads in $1 cannot be listed. Look at the disk"
  fi
  [ -s "$tmp/gone" ] || return 1
  awk 'FILENAME == ARGV[1] { gone[$0] = 1; next }
    { name = $0; sub(/^[^ ]* [^ ]* [^ ]* /, "", name); if (!(name in gone)) print }' \
    "$tmp/gone" "$WORK/hashes" > "$WORK/hashes.new" && mv -f "$WORK/hashes.new" "$WORK/hashes"
  listed
}

# meta.json has one key a line, so that shell can read it too.
describe() {
  local version extensions
  schema=$(sed -n '/^@@ schema$/{n;p;q}' "$tmp/answers")
  version=$(sed -n '/^@@ version$/{n;p;q}' "$tmp/answers")
  extensions=$(sed '1,/^@@ extensions$/d' "$tmp/answers" | sed 's/.*/"&"/' | paste -sd ,)
  image=$(docker inspect -f '{{.Config.Image}}' "$PROJECT-chatwoot" 2> /dev/null || sed -n 's/^  image: //p' "$ROOT/compose.yaml" | head -n 1)
  # What list shows, and what tells a new host's empty database from the one that was lost.
  rows=$(sed -n 's/^conversations|\([0-9]*\)$/\1/p' "$tmp/answers")
  cp "$STATE/secrets.json" "$STAGE/secrets.json"
  mkdir -p "$STAGE/stack"
  tar -C "$ROOT" --exclude=./.staging -cf - . | tar -C "$STAGE/stack" -xf -
  {
    printf '{\n  "format": 1,\n  "made": "%s",\n  "project": "%s",\n' "$(date -u -d "@$moment" +%Y-%m-%dT%H:%M:%SZ)" "$PROJECT"
    printf '  "domain": "%s",\n  "database": "%s",\n  "image": "%s",\n' "$DOMAIN" "$DATABASE" "$image"
    printf '  "schema_version": "%s",\n  "postgres": "%s",\n  "extensions": [%s],\n' "$schema" "${version%% *}" "$extensions"
    printf '  "keys": "%s",\n' "$(fingerprint "$STAGE/secrets.json")"
    printf '  "storage": "%s",\n  "storage_path": "%s",\n' "$STORED_IN" "$1"
    printf '  "storage_files": %s,\n  "storage_bytes": %s,\n' "$files" "$total"
    printf '  "dump_bytes": %s,\n' "$(stat -c %s "$STAGE/database.dump")"
    printf '  "dump_sha256": "%s",\n' "$(sha256sum < "$STAGE/database.dump" | cut -d ' ' -f 1)"
    printf '  "tables": {\n'
    sed '/^@@ schema$/,$d' "$tmp/answers" | sed 's/^\(.*\)|\([0-9]*\)$/    "\1": \2,/; $s/,$//'
    printf '  }\n}\n'
  } > "$STAGE/meta.json"
}

send() {
  local code=0
  say "sending the backup to $SHOWN"
  restic_ backup --json "${OURS[@]}" --tag "${image##*:}" --tag "conversations=${rows:-0}" ${tag:+--tag "$tag"} -- "$STAGE" ${1:+"$1"} > "$tmp/out" 2> "$tmp/restic" || code=$?
  # 3: some files could not be read. Uploads that were deleted meanwhile are none that a restore would miss.
  if [ "$code" -eq 3 ] && ! grep -q '"message_type":"error"' <(grep -v 'no such file' "$tmp/restic" "$tmp/out"); then code=0; fi
  [ "$code" -eq 0 ] || explain "sending the backup"
  snapshot=$(sed -n 's/.*"snapshot_id":"\([0-9a-f]*\)".*/\1/p' "$tmp/out" | tail -n 1 | cut -c -8)
  bytes=$(sed -n 's/.*"total_bytes_processed":\([0-9]*\).*/\1/p' "$tmp/out" | tail -n 1)
  added=$(sed -n 's/.*"data_added":\([0-9]*\).*/\1/p' "$tmp/out" | tail -n 1)
  [ -n "$snapshot" ] || explain "sending the backup"
}

# For a rollback: on this disk, so that going back needs no repository.
keep_dump() {
  install -d -m 700 "$keep" || fail "$keep cannot be made; the backup itself is snapshot $snapshot"
  rm -f "$keep/database.dump" "$keep/meta.json"
  ln "$STAGE/database.dump" "$keep/database.dump" 2> /dev/null || cp "$STAGE/database.dump" "$keep/database.dump" ||
    fail "the dump could not be kept in $keep; the backup itself is snapshot $snapshot. [disk-full]"
  cp "$STAGE/meta.json" "$keep/meta.json"
  sync "$keep/database.dump" "$keep/meta.json"
}

# A server that lets nobody delete is no reason to call a good backup bad. An upgrade does not wait for the pruning.
tidy() {
  local prune=() words=(--keep-last "$KEEP_LAST" --keep-daily "$KEEP_DAILY" --keep-weekly "$KEEP_WEEKLY" --keep-monthly "$KEEP_MONTHLY")
  # Every hop of an upgrade takes one within minutes, and each of them may be wanted in the days after.
  words+=(--keep-tag upgrade)
  [ -n "$tag" ] || prune=(--prune)
  restic_ -q forget "${OURS[@]}" --group-by host "${words[@]}" "${prune[@]}" > /dev/null 2> "$tmp/restic" ||
    say "$(clean "the backup is good, but old ones were not removed: $(last_line "$tmp/restic")")"
  [ "$tag" != upgrade ] ||
    # Both tags in one word: two words would mean either, and all other backups would go by this rule too.
    restic_ -q forget --host "$DOMAIN" --tag chatwoot-deploy,upgrade --group-by host --keep-within 14d \
      > /dev/null 2> "$tmp/restic" || true
}
