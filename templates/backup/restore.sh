# Made by chatwoot-deploy from group_data; change it there and apply again.
# Back from a backup, in steps of which each can be cut and done again; the live database is touched by the last rename.

SIDE=${DATABASE:0:48}_restoring
BEFORE=${DATABASE:0:40}_before_

# Everything beside the live data, checked: what is wrong with a backup shows before anything is closed.
fetch() {
  local id
  # Fetched before the operator's own lock is taken: a restore at work would lose what it starts from.
  [ ! -e "$STATE/lock" ] || flock -w 2 -s "$STATE/lock" true ||
    fail "another operator is at work here: $(cat "$STATE/run" 2> /dev/null). Try again when that has ended"
  open_repository
  id=$(chosen "$word")
  # Only this operator's own: another may be about to restore what he has fetched. By the next day he was cut off.
  rm -rf "$FETCHED"
  [ ! -d "$WORK/restore" ] || find "$WORK/restore" -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -rf {} +
  read_back "$id" "$FETCHED/$id"
  say "snapshot $id of $(meta "$source/meta.json" made) is whole"
  printf '{"ok": true, "snapshot": "%s", "directory": "%s", "uploads": "%s", "seconds": %s}\n' \
    "$id" "$source" "$uploaded" "$(($(date +%s) - began))"
}

forget_fetched() {
  rm -rf "$FETCHED"
  rmdir "$WORK/restore" 2> /dev/null || true # unless somebody else's lies there too
}

embedded() {
  [ "$EMBEDDED" = yes ] ||
    fail "the database is on a server of your own ($POSTGRES_AT): restore it there by hand, as docs/backups.md tells"
}

exists() { [ -n "$(sql -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'")" ]; }

mark() { sql -d postgres -c "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = '$SIDE'"; }

prepare() {
  local directory=$word file=$word/meta.json old new each sum
  embedded
  [ -n "$directory" ] && [ -s "$file" ] && [ -s "$directory/database.dump" ] || fail "$directory holds no database.dump with its meta.json"
  new=$(sql -d postgres -c 'SHOW server_version_num' 2> "$tmp/psql") || fail "the database does not answer: $(last_line "$tmp/psql")"
  old=$(meta "$file" postgres)
  [ "${old%%.*}" -le "$((new / 10000))" ] ||
    fail "the dump was made by PostgreSQL $old and this server is $((new / 10000)): move to it with upgrade --postgres ${old%%.*} first. [pg-downgrade]"
  sum=$(sha256sum < "$directory/database.dump" | cut -d ' ' -f 1)
  [ "$sum" = "$(meta "$file" dump_sha256)" ] || fail "$directory/database.dump is damaged: it is not the file that meta.json describes"
  if [ "$(mark)" = "complete $sum" ]; then
    say "the database is restored already, beside the live one"
  else
    beside "$directory" "$sum"
  fi
  printf '{"ok": true, "database": "%s", "schema_version": "%s", "seconds": %s}\n' "$SIDE" "$(meta "$file" schema_version)" "$(($(date +%s) - began))"
}

side_sql() { sql -d "$SIDE"; }

# beside DIRECTORY SUM: the dump in a new database of the application's role; extensions are the superuser's.
beside() {
  local directory=$1 each volume available
  volume=$(docker volume inspect -f '{{.Mountpoint}}' "$PROJECT-postgres-$POSTGRES_MAJOR" 2> /dev/null || echo "$WORK")
  need "$(($(meta "$directory/meta.json" dump_bytes) * 2 + 256 * 1024 * 1024))" "$volume" "the restored database"
  say "restoring the dump of $(meta "$directory/meta.json" made) beside the live database"
  sql -q -d postgres > /dev/null 2> "$tmp/psql" << END || fail "the database beside the live one could not be made: $(last_line "$tmp/psql")"
DROP DATABASE IF EXISTS "$SIDE" WITH (FORCE);
CREATE DATABASE "$SIDE" OWNER "$ROLE" TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE "$SIDE" FROM PUBLIC;
END
  pg pg_restore -l < "$directory/database.dump" > "$tmp/contents" 2> "$tmp/restore" || fail "the dump cannot be read: $(last_line "$tmp/restore")"
  available=$(sql -d "$SIDE" -c 'SELECT name FROM pg_available_extensions')
  for each in $(wanted_extensions < "$tmp/contents"); do
    grep -qx "$each" <<< "$available" || fail "this PostgreSQL lacks the extension $each, which the dump needs; declare an image that has it. [pgvector-missing]"
  done
  for each in $( (wanted_extensions < "$tmp/contents"; tr ' ' '\n' <<< "$EXTENSIONS") | sort -u); do
    ! grep -qx "$each" <<< "$available" || sql -q -d "$SIDE" -c "CREATE EXTENSION IF NOT EXISTS \"$each\"" 2> "$tmp/psql" ||
      fail "the extension $each could not be made: $(last_line "$tmp/psql")"
  done
  contents < "$tmp/contents" | docker exec -i "$PROJECT-postgres" sh -c 'cat > /tmp/restore.list'
  PG_USER=$ROLE pg pg_restore --no-owner --no-acl --exit-on-error -L /tmp/restore.list -d "$SIDE" \
    < "$directory/database.dump" > /dev/null 2> "$tmp/restore" || restore_failed
  compare "$directory/meta.json" side_sql
  sql -q -d "$SIDE" -c ANALYZE 2> /dev/null || true
  sql -q -d postgres -c "COMMENT ON DATABASE \"$SIDE\" IS 'complete $2'"
}

restore_failed() {
  case $(cat "$tmp/restore") in *'o space left'*)
    sql -q -d postgres -c "DROP DATABASE IF EXISTS \"$SIDE\" WITH (FORCE)" > /dev/null 2>&1 || true
    fail "the disk is full; the live database was not touched. Free some room. [disk-full]" ;;
  esac
  fail "the dump could not be restored: $(grep -i error "$tmp/restore" | head -n 1 | cut -c -300). The live database was not touched"
}

# Both renames are one transaction: there is no moment, not even for a power cut, without a whole database of that name.
swap() {
  local name tries=0 first=''
  embedded
  if ! exists "$SIDE"; then
    exists "$DATABASE" || fail "neither $DATABASE nor $SIDE is there. Restore a backup"
    printf '{"ok": true, "swapped": false}\n'
    return
  fi
  case $(mark) in complete*) ;; *) fail "the database $SIDE is not complete. Restore the dump again" ;; esac
  name=${word:-$BEFORE$(date -u +%Y%m%d%H%M%S)}
  case $name in "$BEFORE"*) ;; *) fail "$name is no name for a replaced database; nothing was replaced" ;; esac
  ! exists "$DATABASE" || first="ALTER DATABASE \"$DATABASE\" RENAME TO \"$name\";"
  # Further roles may connect as before; what they may see there, pg_restore or nobody knows.
  sql -d postgres -c "SELECT format('GRANT %s ON DATABASE %I TO %I;', x.privilege_type, '$SIDE', r.rolname) FROM pg_database d,
    aclexplode(d.datacl) x JOIN pg_roles r ON r.oid = x.grantee WHERE d.datname = '$DATABASE' AND x.grantee <> d.datdba" |
    sql -q -d postgres > /dev/null 2> "$tmp/psql" || fail "the grants on $DATABASE could not be carried over: $(last_line "$tmp/psql"). The live database was not touched"
  # Whatever else is connected (a report, a console) connects again at once: try more than once.
  until sql -q -d postgres > /dev/null 2> "$tmp/psql" << END
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('$DATABASE', '$SIDE') AND pid <> pg_backend_pid();
BEGIN;
$first
ALTER DATABASE "$SIDE" RENAME TO "$DATABASE";
COMMIT;
END
  do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || fail "the databases could not be swapped: $(last_line "$tmp/psql"). The live database was not touched"
    sleep 0.3
  done
  sql -q -d postgres -c "COMMENT ON DATABASE \"$DATABASE\" IS NULL"
  printf '{"ok": true, "swapped": true, "before": "%s"}\n' "${first:+$name}"
}

settle() {
  local each dropped=''
  embedded
  case $word in '' | "$BEFORE"*) ;; *) fail "$word is no database that was replaced here; nothing was dropped" ;; esac
  exists "$DATABASE" || fail "the database $DATABASE is not there; nothing was dropped"
  for each in $(sql -d postgres -c "SELECT datname FROM pg_database WHERE starts_with(datname::text, '$BEFORE') ORDER BY 1"); do
    [ -z "$word" ] || [ "$each" = "$word" ] || continue
    sql -q -d postgres -c "DROP DATABASE \"$each\" WITH (FORCE)"
    dropped="$dropped $each"
  done
  # What a restore that was given up has left beside.
  [ -n "$word" ] || sql -q -d postgres -c "DROP DATABASE IF EXISTS \"$SIDE\" WITH (FORCE)" 2> /dev/null
  printf '{"ok": true, "dropped": "%s"}\n' "${dropped# }"
}

# The uploads of what was fetched, into the volume. Files written since the backup stay: no row names them.
replace_uploads() {
  local directory root volume path
  # DIR is where the dump lies: ROOT/var/lib/.../backup/current, and the uploads below the same ROOT.
  case $word in "$WORK"/restore/*) ;; *) fail "${word:-no directory}: is not what fetch has made" ;; esac
  [ -s "$word/meta.json" ] || fail "$word is gone: what was fetched is no longer there. Fetch it again"
  root=${word#"$WORK/restore/"}
  root=$WORK/restore/$(printf '%s' "$root" | cut -d / -f -2)
  path=$(meta "$word/meta.json" storage_path)
  directory=$root$path
  volume=$(docker volume inspect -f '{{.Mountpoint}}' "$PROJECT-storage" 2> "$tmp/docker") || fail "the volume $PROJECT-storage is not there; run apply"
  [ -n "$path" ] && [ -d "$directory" ] || { printf '{"ok": true, "files": 0}\n'; return; }
  # Links cost no room where both lie on one file system.
  cp -alf "$directory/." "$volume/" 2> /dev/null || cp -a --remove-destination "$directory/." "$volume/" 2> "$tmp/cp" ||
    fail "the uploads could not be put back: $(last_line "$tmp/cp"). The database was not touched. [disk-full]"
  printf '{"ok": true, "files": %s}\n' "$(find "$directory" -type f | wc -l)"
}

# Not the database beside the live one: the next prepare makes it anew, and it may be another operator's.
discard() {
  forget_fetched
  printf '{"ok": true}\n'
}
