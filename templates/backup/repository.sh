# Made by chatwoot-deploy from group_data; change it there and apply again.
# The repository: restic, and what it says turned into one sentence. Works with restic 0.12 to 0.18.

export RESTIC_REPOSITORY RESTIC_PASSWORD RESTIC_CACHE_DIR=/var/cache/chatwoot-deploy/$PROJECT
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
OURS=(--host "$DOMAIN" --tag chatwoot-deploy)

# restic asks for a truncated file for a quarter of an hour, each file (0.18). Callers put its errors into $tmp/restic.
restic_() {
  local code=0 ticks=0
  nice -n 10 restic ${ROOTS:+--cacert "$ROOTS"} "$@" < /dev/null &
  running=$!
  while kill -0 "$running" 2> /dev/null; do
    sleep 0.1
    ticks=$((ticks + 1))
    [ $((ticks % 20)) -ne 0 ] || ! hopeless || kill "$running" 2> /dev/null || true
  done
  wait "$running" || code=$?
  running=''
  return "$code"
}

# The same file ten times in vain: about a minute of ever longer pauses.
hopeless() {
  local most
  most=$(grep -o '^Load(<[^>]*>' "$tmp/restic" 2> /dev/null | sort | uniq -c | sort -rn | awk 'NR == 1 { print $1 }' || true)
  [ "${most:-0}" -ge "${TRIES:-10}" ]
}

# telling FILE: the line of restic's errors that says most. It ends with a count or an address, and repeats itself.
telling() {
  local line
  line=$(grep -Eim 1 'permission denied|host key verification|refused|no such host|timeout|timed out|unreachable|no route|reset by|wrong password|no space|x509' "$1" 2> /dev/null || true)
  # sed reads to the end: whoever stops after the first line kills the one before it, which counts as failed.
  [ -n "$line" ] ||
    line=$(grep -Ei 'error|fatal' "$1" 2> /dev/null | grep -Evi 'there were [0-9]+ errors|retrying|contains errors|context canceled' | sed -n 1p || true)
  # Cut off while it tried again: what it met each time is the reason.
  [ -n "$line" ] || line=$(grep -i 'retrying' "$1" 2> /dev/null | sed -n '$p' || true)
  [ -n "$line" ] || line=$(last_line "$1")
  printf '%s' "$line" | sed 's/returned error, retrying after[^:]*: //; s/^Fatal: //' | cut -c -300
}

# explain WHAT: why restic failed, from its errors in $tmp/restic. Never returns.
explain() {
  local said why
  said=$(cat "$tmp/restic" 2> /dev/null || true)
  why=$(telling "$tmp/restic")
  case $said in
    *'wrong password'* | *'no key found'*)
      fail "the passphrase does not open the repository $SHOWN. Give the one from the recovery kit: secret RESTIC_PASSWORD" ;;
    # Of a session that never began restic says "unexpected EOF", as of a damaged file; ssh has said why before.
    *'ermission denied'*'sftp session'*)
      fail "the repository $SHOWN refuses this host: $why. Mend the backup's keys or rights" ;;
    *'unable to start the sftp session'*)
      fail "the repository $SHOWN cannot be reached: $why. Mend the way there, or backup.repository" ;;
    *'ciphertext verification failed'* | *'does not match'* | *'invalid data returned'* | *'data is incomplete'* | \
      *'truncated'* | *'unexpected EOF'* | *'not found in index'* | *'not found in repository'* | *'unable to find pack'* | \
      *'hash mismatch'* | *'There were '*' error'*)
      fail "the repository $SHOWN is damaged: $1 met '$why'. Take another backup of the list, or mend it with restic repair" ;;
    *'connection refused'* | *'no such host'* | *'i/o timeout'* | *'no route to host'* | *'etwork is unreachable'* | \
      *'connection reset'* | *'deadline exceeded'* | *'Connection timed out'* | *'Could not resolve'* | *'Connection closed'*)
      fail "the repository $SHOWN cannot be reached: $why. Mend the way there, or backup.repository" ;;
    *x509* | *'tls: '*)
      fail "the certificate of $SHOWN is not trusted: $why. Name its roots in backup.ca_certificates" ;;
    *' 401 '* | *' 403 '* | *'Access Denied'* | *AccessDenied* | *InvalidAccessKeyId* | *'Permission denied'* | *SignatureDoesNotMatch*)
      fail "the repository $SHOWN refuses this host: $why. Mend the backup's keys or rights" ;;
    *'no space left'* | *'disk quota'*)
      fail "no room is left for $1 in $SHOWN or on this disk. Free some. [disk-full]" ;;
    *'already locked'*)
      fail "the repository $SHOWN is locked by somebody else: $why. When nobody uses it, run restic unlock" ;;
    *'command not found'*)
      fail "restic is not installed on this host. Run apply" ;;
  esac
  fail "$1 failed: ${why:-restic gave no reason}"
}

# Is it there, and does the passphrase open it? With "init" it is made where there never was one, with "reach"
# that is good.
open_repository() {
  local code=0
  timeout 75 nice restic ${ROOTS:+--cacert "$ROOTS"} --no-lock cat config > /dev/null 2> "$tmp/restic" || code=$?
  if [ "$code" -eq 0 ]; then
    [ "${1:-}" != init ] || { note "repository=$SHOWN"; restic_ -q unlock > /dev/null 2>&1 || true; }
    return 0
  fi
  # First: cut off while it tries again and again, restic says too that there may be none.
  if [ "$code" -eq 124 ]; then
    fail "the repository $SHOWN cannot be reached: $(telling "$tmp/restic"). Mend the way there, or backup.repository"
  fi
  if missing; then
    [ -n "${1:-}" ] || fail "there is no repository at $SHOWN yet. Make a backup first, or mend backup.repository"
    [ "$(noted repository)" != "$SHOWN" ] ||
      fail "the repository $SHOWN is gone: it was there at the last backup. Bring it back (is a disk not mounted?), or remove the line repository= from $STATUS to begin a new one"
    [ "$1" = init ] || return 0
    say "making the repository $SHOWN"
    timeout 120 nice restic ${ROOTS:+--cacert "$ROOTS"} -q init > /dev/null 2> "$tmp/restic" || explain "making the repository"
    note "repository=$SHOWN"
    return 0
  fi
  explain "opening the repository"
}

missing() {
  grep -q 'Is there a repository at\|repository does not exist' "$tmp/restic" &&
    ! grep -qi 'connection refused\|no such host\|timeout\|unreachable\|reset\|denied\|forbidden\|x509\|403\|401' "$tmp/restic"
}

# The id of a snapshot: the one named, or the newest of ours.
chosen() {
  local found
  if [ -n "${1:-}" ] && [ "$1" != latest ]; then
    case $1 in *[!0-9a-f]*) fail "$1: is no snapshot; list shows their ids" ;; esac
    restic_ snapshots --no-lock --json "$1" > "$tmp/snapshots" 2> "$tmp/restic" || explain "looking for snapshot $1"
  else
    restic_ snapshots --no-lock --json "${OURS[@]}" > "$tmp/snapshots" 2> "$tmp/restic" || explain "listing the backups"
  fi
  found=$(ids "$tmp/snapshots" | tail -n 1)
  [ -n "$found" ] || fail "the repository $SHOWN holds no backup of ${1:-$DOMAIN}. list shows what there is"
  printf '%s' "$found"
}

# Snapshot ids of restic's JSON, oldest first. No jq: a host need not have one.
ids() { sed 's/},[[:space:]]*{"time"/}\n{"time"/g' "$1" | sed -n 's/.*"time":"\([^"]*\)".*[{,]"id":"\([0-9a-f]*\)".*/\1 \2/p' | sort | awk '{ print substr($2, 1, 8) }'; }

list() {
  tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
  open_repository
  restic_ snapshots --no-lock --json --tag chatwoot-deploy 2> "$tmp/restic" || explain "listing the backups"
}

# For who is about to need it. One that is not there yet, the first backup makes.
reach() {
  tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
  open_repository reach
}

check() {
  open_repository
  restic_ -q unlock > /dev/null 2>&1 || true
  say "freeing what forgotten backups took"
  restic_ -q prune > /dev/null 2> "$tmp/restic" || say "$(clean "nothing was freed: $(last_line "$tmp/restic")")"
  say "checking the repository"
  restic_ -q check > "$tmp/out" 2> "$tmp/restic" || { cat "$tmp/out" >> "$tmp/restic"; broken; }
  detail="$SHOWN is sound"
  printf '{"ok": true, "seconds": %s}\n' "$(($(date +%s) - began))"
}

broken() {
  case $(cat "$tmp/restic") in *error*pack* | *'repository contains errors'* | *'does not exist'* | *'missing'*)
    fail "the repository $SHOWN is damaged: $(telling "$tmp/restic"). Take a new backup elsewhere, then mend it with restic repair" ;;
  esac
  explain "checking the repository"
}
