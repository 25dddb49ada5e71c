# Made by chatwoot-deploy. Run through standard input, as root on the host: views of Chatwoot's database away and back.
#
#   bash -s -- away CONTAINER DATABASE FOLDER HOP   definitions into FOLDER/views.sql, then drop them
#   bash -s -- back CONTAINER DATABASE FOLDER HOP   make them again; nothing when those in the file are of another hop
#   bash -s -- fill CONTAINER DATABASE FOLDER       fill the materialized ones that were filled before
#
# Prints a line for each: stays NAME, lost REASON. Exit 1 when the database did not answer to the end; what
# is in the files stays there then.
set -euo pipefail
umask 077
export LC_ALL=C
verb=$1 container=$2 database=$3 folder=$4 hop=${5:-}
kept=$folder/views.sql unfilled=$folder/views-fill.sql lost=$folder/views-lost.sql

# Whatever reads is given something to read: what is left of standard input is this script.
ask() { docker exec -i "$container" psql -Xq -v ON_ERROR_STOP=1 -U postgres -d "$database" "$@" -f -; }

# Nobody's but the operator's: PostgreSQL's own and those of extensions stay.
listed() {
  cat << 'SQL'
CREATE TEMP VIEW listed AS
SELECT c.oid, c.relkind = 'm' AS materialized, c.relispopulated AS filled,
       '"' || replace(n.nspname, '"', '""') || '"."' || replace(c.relname, '"', '""') || '"' AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e');
SQL
}

# In place and on the disk: what is dropped is on the disk at once, too.
durable() { sync "$1.new"; mv -f "$1.new" "$1"; sync "$folder"; }

# What nobody made again is for a hand.
give_up() {
  cat "$lost" "$kept" > "$lost.new" 2> /dev/null || true
  durable "$lost"
  rm -f "$kept"
  sync "$folder"
}

away() {
  local names
  mkdir -p "$folder"
  [ ! -s "$kept" ] || [ "$(head -n 1 "$kept")" = "-- $hop" ] || { give_up; rm -f "$unfilled"; }
  names=$({ listed; echo 'SELECT name FROM listed ORDER BY oid;'; } | ask -At)
  [ -n "$names" ] || return 0
  # Added to those that a run which was cut has taken away already.
  {
    if [ -s "$kept" ]; then cat "$kept"; else printf -- '-- %s\n' "$hop"; fi
    printf '%s\n' "$names" | sed 's/^/--table=/' | tr '\n' '\0' |
      xargs -0 docker exec "$container" pg_dump -s -U postgres -d "$database"
  } > "$kept.new"
  durable "$kept"
  {
    [ ! -s "$unfilled" ] || cat "$unfilled"
    { listed; echo "SELECT 'REFRESH MATERIALIZED VIEW ' || name || ';' FROM listed WHERE materialized AND filled ORDER BY oid;"; } |
      ask -At
  } > "$unfilled.new"
  durable "$unfilled"
  { listed; dropping; } | ask -At
}

# One may need another, of either kind: as many rounds as it takes. Those that something else needs, or that somebody
# reads for longer, stay: most migrations touch no column of theirs.
dropping() {
  echo "SET lock_timeout = '${WAIT:-20s}';"
  cat << 'SQL'
CREATE TEMP TABLE busy (name text);
DO $drop$
DECLARE each record; dropped int;
BEGIN
  LOOP
    dropped := 0;
    FOR each IN SELECT * FROM listed WHERE name NOT IN (SELECT busy.name FROM busy) ORDER BY oid DESC LOOP
      BEGIN
        EXECUTE CASE WHEN each.materialized THEN 'DROP MATERIALIZED VIEW ' ELSE 'DROP VIEW ' END || each.name;
        dropped := dropped + 1;
      EXCEPTION
        WHEN dependent_objects_still_exist THEN NULL;
        WHEN lock_not_available THEN INSERT INTO busy VALUES (each.name);
      END;
    END LOOP;
    EXIT WHEN dropped = 0;
  END LOOP;
END
$drop$;
SELECT 'stays ' || name FROM listed ORDER BY oid;
SQL
}

back() {
  local status=0 names taken
  [ -s "$kept" ] && [ "$(head -n 1 "$kept")" = "-- $hop" ] || return 0
  # A name that is a table of the new release by now: owner and grants in the file would be given to that.
  names=$(sed -n 's/^-- Name: \(.*\); Type: \(MATERIALIZED \)\?VIEW; Schema: \(.*\); Owner: .*$/\3.\1/p' "$kept" | tr '\n' '\t')
  taken=$(ask -At -v "names=$names" << 'SQL'
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind NOT IN ('v', 'm') AND n.nspname || '.' || c.relname = ANY (string_to_array(:'names', E'\t'));
SQL
  )
  if [ -n "$taken" ]; then
    printf '%s\n' "$taken" | sed 's/^/lost is a name of Chatwoot itself by now: /'
    give_up
    return 0
  fi
  # Statement by statement: one that cannot be made is no reason to lack the others. 2 when the connection broke.
  ask -v ON_ERROR_STOP=0 < "$kept" > /dev/null 2> "$kept.errors" || status=$?
  [ "$status" = 0 ] || { tail -n 1 "$kept.errors" >&2; exit 1; }
  # Of a run that was cut, or one that could not be dropped.
  sed -i '/already exists/d; s/.*ERROR: */lost /p; d' "$kept.errors"
  if [ -s "$kept.errors" ]; then
    cat "$kept.errors"
    give_up
  fi
  rm -f "$kept" "$kept.errors"
  sync "$folder"
}

fill() {
  local status=0
  [ -s "$unfilled" ] || return 0
  ask -v ON_ERROR_STOP=0 < "$unfilled" > /dev/null 2> "$unfilled.errors" || status=$?
  [ "$status" = 0 ] || { tail -n 1 "$unfilled.errors" >&2; exit 1; }
  sed -n 's/.*ERROR: */lost /p' "$unfilled.errors"
  rm -f "$unfilled" "$unfilled.errors"
}

case $verb in
  away) away ;;
  back) back ;;
  fill) fill ;;
  *) exit 64 ;;
esac
exit
