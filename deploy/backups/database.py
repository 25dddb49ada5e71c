"""The database back from a dump on the host: beside the live one first, then in its place."""

import shlex
from datetime import UTC, datetime

from pyinfra.api.host import Host

from deploy import report
from deploy.backups import script
from deploy.backups.files import directory
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings

# Chatwoot keeps settings for a day (lib/global_config.rb), and they survive a restore: chatwoot.md 7.6.
_SETTINGS = "alfred:V1:GLOBAL_CONFIG*"
# Written anew when Sidekiq starts. sidekiq-cron 1.6.0 cannot read the rows of 1.8.0: every cron job fails
# (chatwoot.md 5.5, row 8; failure mode cron-hash-of-other-version).
_CRON = "cron_job*"
_SCHEMA = "SELECT max(version) FROM schema_migrations"
_IDENTITY = "SELECT coalesce((SELECT oid FROM pg_database WHERE datname = :'name'), 0)\n"
_PATIENCE_SECONDS = 120
_FORGET = (
    "local n = 0 for _, pattern in ipairs(ARGV) do for _, key in ipairs(redis.call('KEYS', pattern)) do "
    "n = n + redis.call('DEL', key) end end return n"
)
_RUBY = (
    'password = ENV["REDIS_PASSWORD"].to_s; '
    'redis = Redis.new(url: ENV["REDIS_URL"], password: password.empty? ? nil : password); '
    "lua = ARGV.shift; puts redis.eval(lua, argv: ARGV)"
)


def replaced(settings: Settings) -> str:
    """A name for the database that is about to be replaced; whoever notes it first can drop it after a cut, too."""
    return f"{settings.postgres.database[:40]}_before_{datetime.now(UTC):%Y%m%d%H%M%S}"


def restore(host: Host, settings: Settings, folder: str, name: str = "") -> str:
    """Let `folder/database.dump` with its meta.json become the database; runs in Execute, web and workers stopped.

    Cut anywhere, it can be done again; until the one transaction with both renames the live database is untouched.
    The replaced one stays beside it until `settle`.
    name: that it is to have then, as `replaced` makes it; without one the script makes it
    Gives the name that it has, "" when there was none.
    Raises OperatorError when the dump is damaged, does not fit this server or has no room.
    """
    prepare(host, settings, folder)
    return swap(host, settings, name)


def prepare(host: Host, settings: Settings, folder: str) -> None:
    """Restore the dump into a database beside the live one and compare it with its description; the site may serve.

    Raises OperatorError; the live database is untouched then.
    """
    script.call(host, settings, "prepare", folder)


def swap(host: Host, settings: Settings, name: str = "") -> str:
    """Let the prepared database take the live one's place. Disconnects everybody.

    name: as for `restore`, and so is what it gives
    Raises OperatorError; the live database is in its place then.
    """
    found = script.call(host, settings, "swap", *([name] if name else []))
    if not found.get("swapped"):
        raise OperatorError(
            f"{host.name}: the database that was restored beside the live one is gone, so nothing was replaced. "
            "Is another operator at work here? Do it again"
        )
    return str(found.get("before") or "")


def identity(host: Host, settings: Settings) -> str:
    """What tells the live database on our server from one that takes its place: its OID; 0 when there is none.

    Raises OperatorError when the server does not answer.
    """
    given = shlex.quote(f"name={settings.postgres.database}")
    container = shlex.quote(settings.container("postgres"))
    asked = f"docker exec -i {container} psql -XqAt -v ON_ERROR_STOP=1 -v {given} -U postgres -d postgres -f -"
    return connection.must(host, asked, "looking for the live database", stdin=_IDENTITY).strip()


def settle(host: Host, settings: Settings, *names: str) -> None:
    """Drop databases that were replaced: after the gate, when nobody wants to go back.

    names: as `replaced` made them, gone already or not; without any all that were ever replaced here
    Raises OperatorError.
    """
    for name in names or ("",):
        script.call(host, settings, "settle", *([name] if name else []))


def grant(host: Host, settings: Settings, folder: str) -> None:
    """What further roles own and may see: a restore for the application alone leaves that out. Never fails.

    folder: as for `restore`
    """
    dump = f"{shlex.quote(folder)}/database.dump"
    container, name = shlex.quote(settings.container("postgres")), shlex.quote(settings.postgres.database)
    owned = f"docker exec -i {container} pg_restore -s -f - < {dump} | grep -E '^ALTER .* OWNER TO '"
    listed = f"docker exec -i {container} pg_restore -l < {dump} | grep -E ' (DEFAULT )?ACL '"
    output = connection.run(
        host,
        # Those of extensions are the superuser's already, and refuse.
        f"{owned} | docker exec -i {container} psql -Xq -U postgres -d {name} > /dev/null 2>&1; "
        f"{listed} | docker exec -i {container} sh -c 'cat > /tmp/grants'; "
        f"docker exec -i {container} pg_restore -U postgres -d {name} -L /tmp/grants < {dump}",
    )
    if not output.ok:
        last = (output.stderr.strip().splitlines() or ["no reason given"])[-1]
        report.problem(host.name, f"not all grants to further database roles could be carried over: {last}")


def schema(host: Host, settings: Settings) -> str | None:
    """Newest row of schema_migrations, whether the application runs or not; None when the database does not answer."""
    query = f"psql -XqAt -v ON_ERROR_STOP=1 -d {shlex.quote(settings.postgres.database)} -c {shlex.quote(_SCHEMA)}"
    if settings.postgres.embedded:
        asked = f"docker exec -e PGUSER=postgres {shlex.quote(settings.container('postgres'))} {query}"
    else:
        image = shlex.quote(settings.images.resolve(settings.images.postgres))
        login = shlex.quote(f"{directory(settings)}/postgres.env")
        asked = f"docker run --rm --network host --env-file {login} {image} {query}"
    return connection.run(host, asked, timeout=_PATIENCE_SECONDS).stdout.strip() or None


def clear_cache(host: Host, settings: Settings) -> None:
    """Forget in Redis what is stored no more: cached settings, and the cron table where no Sidekiq runs.

    Boots no Rails. With a Redis of the operator's own a container of the application asks it.
    Raises OperatorError when Redis does not answer.
    """
    connection.must(host, command(settings), "clearing the cached settings in Redis", timeout=180)


def command(settings: Settings) -> str:
    """The shell text of `clear_cache`."""
    return f'set -- {shlex.quote(_SETTINGS)}; {working(settings)} || set -- "$@" {shlex.quote(_CRON)}; ' + redis(
        settings, _FORGET, '"$@"'
    )


def working(settings: Settings) -> str:
    """The shell text that succeeds where worker or scheduler runs."""
    names = " ".join(shlex.quote(settings.container(name)) for name in ("worker", "scheduler"))
    return f"docker inspect -f '{{{{.State.Running}}}}' {names} 2>/dev/null | grep -q true"


def redis(settings: Settings, lua: str, arguments: str = "") -> str:
    """The shell text that evaluates a Lua script whose answer is a number, which is printed; anything else fails.

    arguments: shell words that the script finds in ARGV
    """
    if settings.redis.embedded:
        container = shlex.quote(settings.container("redis"))
        evaluate = f"docker exec {container} redis-cli EVAL {shlex.quote(lua)} 0"
    else:
        # The scheduler has the way out to a foreign server; its own entrypoint would wait for the database.
        run = "docker compose run --rm --no-deps -T --entrypoint bundle scheduler exec ruby -rredis"
        evaluate = f"cd {shlex.quote(settings.root)} && {run} -e {shlex.quote(_RUBY)} {shlex.quote(lua)}"
    # redis-cli ends with 0 when the script fails.
    return f'{evaluate} {arguments} | grep -x "[0-9]*"'
