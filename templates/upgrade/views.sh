# Made by chatwoot-deploy. Run through standard input, as root on the host: views of Chatwoot's database away and back.
#
#   bash -s -- away CONTAINER DATABASE FOLDER HOP   definitions into FOLDER/views.sql, then drop them
#   bash -s -- back CONTAINER DATABASE FOLDER HOP   make them again; nothing when those in the file are of another hop
#   bash -s -- fill CONTAINER DATABASE FOLDER       fill the materialized ones that were filled before
#
# Prints a line for each: stays NAME, lost REASON, aside FILE. Not 0 when the database did not answer to the end or the
# disk is full; what is in the files stays there then.
set -euo pipefail
umask 077
export LC_ALL=C
verb=$1 container=$2 database=$3 folder=$4 hop=${5:-}
mkdir -p "$folder"
exec 9>> "$folder/views.lock"
flock -w 600 9 || { echo "the views are still at work for a run that was cut" >&2; exit 1; }
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
  { [ ! -e "$lost" ] || cat "$lost"; cat "$kept"; } > "$lost.new"
  durable "$lost"
  rm -f "$kept"
  sync "$folder"
}

away() {
  local names
  if [ -s "$kept" ] && [ "$(head -n 1 "$kept")" != "-- $hop" ]; then
    give_up
    rm -f "$unfilled"
    echo "aside $lost"
  fi
  names=$({ listed; echo 'SELECT name FROM listed ORDER BY oid;'; } | ask -At)
  [ -n "$names" ] || return 0
  # Before those that a run which was cut has taken away already: of two definitions the later one is made.
  {
    printf -- '-- %s\n' "$hop"
    printf '%s\n' "$names" | sed 's/^/--table=/' | tr '\n' '\0' |
      xargs -0 docker exec "$container" pg_dump -s -U postgres -d "$database"
    [ ! -s "$kept" ] || cat "$kept"
  } > "$kept.new"
  durable "$kept"
  {
    [ ! -s "$unfilled" ] || cat "$unfilled"
    {
      listed
      echo "SELECT 'REFRESH MATERIALIZED VIEW ' || name || ';' FROM listed WHERE materialized AND filled ORDER BY oid;"
    } | ask -At
  } > "$unfilled.new"
  durable "$unfilled"
  { listed; dropping; } | ask -At -v "names=$names"
}

# Those that were written down, and none that somebody has made since. One may need another, of either kind: as many
# rounds as it takes. Those that something else needs, or that somebody reads for longer, stay: most migrations touch no
# column of theirs.
dropping() {
  echo "SET lock_timeout = '${WAIT:-20s}';"
  cat << 'SQL'
CREATE TEMP TABLE busy (name text);
CREATE TEMP TABLE written AS SELECT unnest(string_to_array(:'names', E'\n')) AS name;
DO $drop$
DECLARE each record; dropped int;
BEGIN
  LOOP
    dropped := 0;
    FOR each IN
      SELECT * FROM listed JOIN written USING (name) WHERE name NOT IN (SELECT busy.name FROM busy) ORDER BY oid DESC
    LOOP
      BEGIN
        EXECUTE format('DROP %s IF EXISTS %s', CASE WHEN each.materialized THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, each.name);
        dropped := dropped + 1;
      EXCEPTION
        WHEN dependent_objects_still_exist THEN NULL;
        WHEN lock_not_available OR deadlock_detected THEN INSERT INTO busy VALUES (each.name);
      END;
    END LOOP;
    EXIT WHEN dropped = 0;
  END LOOP;
END
$drop$;
SELECT 'stays ' || name FROM listed ORDER BY oid;
SQL
}

# those IN|NOT IN: names of the file that are views, or something else, in the database now; as pg_dump writes them.
those() {
  local names
  names=$(sed -n 's/^-- Name: \(.*\); Type: \(MATERIALIZED \)\?VIEW; Schema: \(.*\); Owner: .*$/\3.\1/p' "$kept" | tr '\n' '\t')
  ask -At -v "names=$names" << SQL
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind $1 ('v', 'm') AND n.nspname || '.' || c.relname = ANY (string_to_array(:'names', E'\t'));
SQL
}

# without NAMES: the file but for the parts that speak of these names; owner and grants would be given to a table.
without() {
  awk -v names="$1" '
    BEGIN { many = split(names, name, "\n") }
    function speaks(of,  rest, at) {  # public.over, not public.overview
      for (rest = part; at = index(rest, of); rest = substr(rest, at + length(of)))
        if (substr(rest, at + length(of), 1) !~ /[A-Za-z0-9_$]/) return 1
      return 0
    }
    function show(  i) {
      for (i = 1; i <= many; i++) if (speaks(name[i])) part = ""
      printf "%s", part
      part = ""
    }
    /^-- Name: / { show() }
    { part = part $0 "\n" }
    END { show() }' "$kept"
}

back() {
  local status=0 taken there
  [ -s "$kept" ] && [ "$(head -n 1 "$kept")" = "-- $hop" ] || return 0
  taken=$(those 'NOT IN')
  there=$(those 'IN')$(grep -E '^-- Name: .*; Type: (MATERIALIZED )?VIEW; ' "$kept" | sort | uniq -d)
  # Statement by statement: one that cannot be made is no reason to lack the others. 2 when the connection broke.
  if [ -n "$taken" ]; then without "$taken"; else cat "$kept"; fi > "$kept.feed"
  ask -v ON_ERROR_STOP=0 < "$kept.feed" > /dev/null 2> "$kept.errors" || status=$?
  [ "$status" = 0 ] || { tail -n 1 "$kept.errors" >&2; exit 1; }
  {
    [ -z "$taken" ] || printf '%s\n' "$taken" | sed 's/.*/lost & is something of Chatwoot itself by now, and what reads it was left out/'
    # Of a run that was cut, or one that could not be dropped.
    sed -n "${there:+/already exists/d;}s/.*ERROR: */lost /p" "$kept.errors"
  } > "$kept.lost"
  cat "$kept.lost"
  [ ! -s "$kept.lost" ] || give_up
  rm -f "$kept" "$kept".*
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
