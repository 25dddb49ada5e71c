#!/bin/bash
# Entrypoint of the sandbox's PostgreSQL image: the conventions that compose files rely on.
#
#   POSTGRES_USER, _PASSWORD, _DB, _INITDB_ARGS    each also as NAME_FILE; read at the first start only
#   POSTGRES_HOST_AUTH_METHOD                      of connections over TCP; "trust" allows an empty password
#   /docker-entrypoint-initdb.d/*.sh *.sql *.sql.gz    run once, in the order of their names
#
# A data directory that holds PG_VERSION counts as finished, even if its first start was cut short: a kinder
# entrypoint would hide, in tests, what the usual image does to an operator.
set -euo pipefail
shopt -s nullglob

say() { printf 'postgres entrypoint: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }

# setting NAME DEFAULT: NAME from the environment or from the file that NAME_FILE names, never from both
setting() {
    local name=$1 file=$1_FILE
    if [[ -n ${!name:-} && -n ${!file:-} ]]; then die "both $name and $file are set: keep one"; fi
    if [[ -n ${!file:-} ]]; then
        [[ -r ${!file} ]] || die "$file names a file that cannot be read"
        printf -v "$name" %s "$(<"${!file}")"
    elif [[ -z ${!name:-} ]]; then
        printf -v "$name" %s "$2"
    fi
    export "${name?}"
    unset "$file"
}

# sql [psql options]: statements from stdin, as the superuser, over the socket; stops at the first error
sql() {
    PGPASSWORD=${POSTGRES_PASSWORD:-} PGHOST='' PGHOSTADDR='' psql --no-psqlrc --no-password --quiet \
        -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

create_cluster() {
    if [[ -z $POSTGRES_PASSWORD && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
        die "POSTGRES_PASSWORD is empty: set it or POSTGRES_PASSWORD_FILE (or, for a test, POSTGRES_HOST_AUTH_METHOD=trust)"
    fi
    local options=()
    eval "options=($POSTGRES_INITDB_ARGS)"
    # Through a pipe of this shell: a password among the arguments is readable by every process on the host.
    if [[ -n $POSTGRES_PASSWORD ]]; then
        initdb --username="$POSTGRES_USER" "${options[@]}" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD")
    else
        initdb --username="$POSTGRES_USER" "${options[@]}"
    fi
    local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption "$@")}
    printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
}

run_scripts() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        say "running $file"
        case $file in
            *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
            *.sql) sql --file="$file" ;;
            *.sql.gz) gunzip -c "$file" | sql ;;
            *) say "ignored: $file" ;;
        esac
    done
}

# The server of the first start has no TCP listener, so a health check over TCP cannot pass too early.
first_start() {
    create_cluster "$@"
    local options
    printf -v options '%q ' "$@" -c listen_addresses= -p 5432
    pg_ctl -D "$PGDATA" -o "$options" -w -s start
    if [[ $POSTGRES_DB != postgres ]]; then
        sql --dbname postgres --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
    fi
    run_scripts
    pg_ctl -D "$PGDATA" -m fast -w -s stop
    say "first start done"
}

case ${1:-} in '' | -*) set -- postgres "$@" ;; esac
if [[ $1 != postgres ]]; then exec "$@"; fi
for option in "$@"; do
    case $option in -'?' | --help | --version | -V | -C | --describe-config) exec "$@" ;; esac
done

if [[ $(id -u) = 0 ]]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chmod 00700 "$PGDATA" || true
    find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
    HOME=/var/lib/postgresql exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [[ -s $PGDATA/PG_VERSION ]]; then
    say "$PGDATA holds a cluster of PostgreSQL $(<"$PGDATA/PG_VERSION"): left as it is"
else
    setting POSTGRES_PASSWORD ''
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS ''
    first_start "${@:2}"
fi
exec "$@"
