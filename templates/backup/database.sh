# Made by chatwoot-deploy from group_data; change it there and apply again.
# The database: who asks it, what is counted, and the dump's own description.

# pg COMMAND...: a program of PostgreSQL beside the server, as its superuser, or as $PG_USER.
pg() {
  if [ "$EMBEDDED" = yes ]; then
    docker exec -i -e PGUSER="${PG_USER:-postgres}" "$PROJECT-postgres" "$@"
  else
    docker run --rm -i --network host --env-file "$here/postgres.env" "$POSTGRES_IMAGE" "$@"
  fi
}

sql() { pg psql -XqAt -v ON_ERROR_STOP=1 "$@"; }

# Every table of the application with its number of rows. Those of extensions are no data of ours.
COUNTS="SELECT format('SELECT %L, count(*) FROM %I.%I;', c.relname, n.nspname, c.relname)
 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY c.relname COLLATE \"C\" \\gexec"
SCHEMA="SELECT coalesce(max(version), '') FROM schema_migrations;"
EXTENSIONS_OF="SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1;"

# meta FILE KEY: a value of a dump's description, which has one key a line.
meta() { sed -n "s/^  \"$2\": //p" "$1" | head -n 1 | sed 's/,$//; s/^"//; s/"$//'; }

# The tables of a description: NAME|ROWS.
tables() { sed -n 's/^    "\(.*\)": \([0-9]*\),\{0,1\}$/\1|\2/p' "$1"; }

# The fingerprint of the keys without which a dump cannot be read; the store has one secret a line.
fingerprint() {
  grep -E '^ "(SECRET_KEY_BASE|ACTIVE_RECORD_ENCRYPTION_[A-Z_]*)": ' "$1" | sed 's/,$//' | sha256sum | cut -d ' ' -f 1
}

# compare META DATABASE ASK...: does a restored database hold what its description says?
# ASK is the function that runs psql there.
compare() {
  local file=$1; shift
  local found
  printf '%s\n' "$COUNTS" | "$@" > "$tmp/counts" 2> "$tmp/psql" || fail "counting the restored rows failed: $(last_line "$tmp/psql")"
  tables "$file" > "$tmp/expected"
  [ -s "$tmp/expected" ] || fail "$file names no tables; the backup is not one of ours"
  if ! diff "$tmp/expected" "$tmp/counts" > "$tmp/diff"; then
    fail "the restored database is not what the backup's description says: $(grep '^[<>]' "$tmp/diff" | head -n 3 | tr '\n' ' ')(< described, > restored)"
  fi
  found=$(printf '%s\n' "$SCHEMA" | "$@")
  [ "$found" = "$(meta "$file" schema_version)" ] ||
    fail "the restored schema is $found, the backup's description says $(meta "$file" schema_version)"
}

# A dump's own table of contents, without what only a superuser may make: that is done before.
contents() { grep -Ev '^[0-9]+; [0-9]+ [0-9]+ (EXTENSION - |COMMENT - EXTENSION |SCHEMA - public |COMMENT - SCHEMA public )'; }

wanted_extensions() { sed -n 's/^[0-9]*; [0-9]* [0-9]* EXTENSION - \([^ ]*\).*/\1/p'; }
