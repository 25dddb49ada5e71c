# Made by chatwoot-deploy from group_data; change it there and apply again.
# What every command shares: one at a time, one sentence when it fails, one line in the journal, numbers for Prometheus.

WORK=$STATE/backup
STAGE=$WORK/current     # what goes into a backup
SCRATCH=$WORK/scratch   # what verify reads back
STATUS=$WORK/status     # lines KEY=VALUE: how each command last ended
began=$(date +%s)

say() { printf '%s\n' "$*"; }

# No value of a secret leaves by a message, whatever a program underneath has printed.
clean() {
  local text=$1 secret
  for secret in "${SECRETS[@]}"; do
    [ -z "$secret" ] || text=${text//"$secret"/***}
  done
  printf '%s' "$text"
}

fail() {
  local text
  text=$(clean "$*")
  printf '%s\n' "$text" >&2
  [ ! -d "$WORK" ] || printf '%s' "$text" > "$WORK/reason"
  exit 1
}

# The last line that says something, of a file with a program's errors.
last_line() { grep -v '^[[:space:]]*$' "$1" 2>/dev/null | tail -n 1 | cut -c -400 || true; }

human() { awk -v n="$1" 'BEGIN { split("B KB MB GB TB", u); i = 1; while (n >= 1024 && i < 5) { n /= 1024; i++ }
  printf (i > 1 ? "%.1f %s" : "%d %s"), n, u[i] }'; }

quoted() { printf '%s' "$1" | tr '\n\t' '  ' | sed 's/\\/\\\\/g; s/"/\\"/g'; }

# Free bytes where a path lies, or will lie.
free_bytes() {
  local path=$1
  until [ -d "$path" ]; do path=$(dirname "$path"); done
  echo $(($(df -Pk "$path" | awk 'END { print $4 }') * 1024))
}

# need BYTES PATH WHAT-FOR
need() {
  local free
  free=$(free_bytes "$2")
  [ "$free" -ge "$1" ] ||
    fail "$3 needs $(human "$1") where $2 lies and $(human "$free") are free; free some room or enlarge the disk. [disk-full]"
}

# One command at a time, timers and verbs alike. A lock is gone with its process; what a killed one left is removed here.
begin() {
  { mkdir -p "$WORK" && chmod 700 "$WORK"; } || { say "$WORK cannot be made; run as root, and look at the disk" >&2; exit 1; }
  [ -z "$timer" ] || wait_for_operator
  exec 9>> "$WORK/lock"
  if ! flock -n 9; then
    say "another backup is at work; waiting for it"
    flock -w "${PATIENCE:-1800}" 9 || left_out "another backup is still at work on this host; try again when it has ended"
  fi
  touch "$STATUS"
  rm -rf "$WORK/reason" "$SCRATCH" "$STAGE" "$WORK"/tmp.*
  docker rm -f -v "$PROJECT-backup-scratch" > /dev/null 2>&1 || true
  tmp=$(mktemp -d "$WORK/tmp.XXXXXX")
  trap 'ended $?' EXIT
  trap 'exit 130' INT TERM HUP PIPE
  # Nothing of it is expanded: no value leaves by it.
  set -E
  trap 'failing="$BASH_COMMAND (line $LINENO, code $?)"' ERR
}

# An upgrade or a restore of the operator has the data to itself: a timer waits, at most two hours.
wait_for_operator() {
  local waited=0
  until [ ! -e "$STATE/lock" ] || flock -n -s "$STATE/lock" true; do
    [ "$waited" -lt "${OPERATOR_PATIENCE:-7200}" ] ||
      left_out "an operator has been at work here for $((waited / 60)) minutes; this was left out"
    sleep 30
    waited=$((waited + 30))
  done
}

# left_out WHY: nothing was begun, and what lies in $WORK is that of whoever is at work; but the result is told.
left_out() {
  [ -n "$timer" ] || printf '%s\n' "$1" >&2
  tmp=$WORK/left.$$
  told 1 "$1"
  rm -f "$tmp.prom"
  exit 1
}

ended() {
  local code=$1 reason=''
  trap - EXIT
  trap '' PIPE  # whoever listened is gone; what was begun is removed all the same
  set +e
  [ -z "${running:-}" ] || kill "$running" 2> /dev/null
  [ "$code" -eq 0 ] || reason=$(cat "$WORK/reason" 2>/dev/null || true)
  if [ "$code" -ne 0 ] && [ -z "$reason" ]; then
    reason="it was interrupted; do it again"
    [ "$code" -eq 130 ] || reason="a command of the script failed: ${failing:-unknown}; do it again"
    say "$reason" >&2
  fi
  rm -rf "$tmp" "$SCRATCH" "$STAGE" "$WORK/reason"
  # Half a backup is of no use, and holds secrets.
  [ "$verb" != fetch ] || [ "$code" -eq 0 ] || forget_fetched
  docker rm -f -v "$PROJECT-backup-scratch" > /dev/null 2>&1 || true
  told "$code" "$reason"
  exit "$code"
}

# told CODE REASON: how a command ended, where operators and Prometheus look.
told() {
  local text
  case $verb in run | verify | check)
    note "${verb}_ok=$(($1 == 0))" "${verb}_time=$(date +%s)" "${verb}_seconds=$(($(date +%s) - began))" \
      "${verb}_reason=$2"
    journal "$2"
    text=$(numbers 2>&1) || unwritten "$1" "the numbers for Prometheus could not be written to $TEXTFILES: ${text##*$'\n'}"
    ;;
  esac
}

# unwritten CODE TEXT: the last line of standard output is a good run's answer, that of standard error why one failed.
unwritten() {
  if [ "$1" -eq 0 ]; then say "$2" >&2; else say "$2"; fi
}

# note KEY=VALUE...: keep how it went; a rename, so that a cut leaves the old file whole. One that was left out may note
# while another is at work.
note() {
  local each taken code=0
  exec {taken}< "$WORK"
  flock "$taken"
  [ -e "$STATUS" ] || : > "$STATUS"
  { for each; do printf '%s\n' "$each"; done
    for each; do printf '%s\n' "${each%%=*}"; done | cat - "$STATUS" |
      awk -F= 'NF == 1 { new[$1] = 1 } NF > 1 && !($1 in new)'
  } > "$STATUS.new" && mv -f "$STATUS.new" "$STATUS" || code=$?
  exec {taken}<&-
  return "$code"
}

noted() { sed -n "s/^$1=//p" "$STATUS" 2> /dev/null | head -n 1; }

journal() {
  local what=$verb result=ok
  [ "$verb" = run ] && what=backup || what="backup $verb"
  [ -z "$1" ] || result="failed: $1"
  printf '{"verb": "%s", "who": "%s", "when": "%s", "tool": "%s", "changed": [], "details": ["%s"], "result": "%s"}\n' \
    "$what" "$who" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "backup.sh" \
    "$(quoted "${detail:-}")" "$(quoted "$result")" >> "$STATE/journal.jsonl"
  # systemd's journal gets the line too; an operator has the answer already.
  [ -z "$timer" ] || say "$what: $result${detail:+ ($detail)}"
}

# Everything about the last run of each command, in the format of Prometheus; others only ever see a whole file.
numbers() {
  local file=$TEXTFILES/chatwoot_backup_$PROJECT.prom
  (umask 022; mkdir -p "$TEXTFILES") || return 1
  {
    local each
    for each in run verify check; do
      [ -n "$(noted "${each}_time")" ] || continue
      printf 'chatwoot_backup_%s_ok{project="%s"} %s\n' "$each" "$PROJECT" "$(noted "${each}_ok")"
      printf 'chatwoot_backup_%s_timestamp_seconds{project="%s"} %s\n' "$each" "$PROJECT" "$(noted "${each}_time")"
      printf 'chatwoot_backup_%s_duration_seconds{project="%s"} %s\n' "$each" "$PROJECT" "$(noted "${each}_seconds")"
    done
    for each in last_success_timestamp_seconds last_size_bytes last_added_bytes last_verified_timestamp_seconds; do
      [ -z "$(noted "$each")" ] || printf 'chatwoot_backup_%s{project="%s"} %s\n' "$each" "$PROJECT" "$(noted "$each")"
    done
  } > "$tmp.prom" && chmod 644 "$tmp.prom" && mv -f "$tmp.prom" "$file"
}
