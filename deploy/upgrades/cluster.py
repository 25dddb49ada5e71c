"""The database server while it changes its major: what only it knows carried over, the old and the new one switched.
Runs in Execute."""

import shlex
from collections.abc import Iterable

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.releases.major import Move
from deploy.settings.settings import Settings
from deploy.stack.services import EXTENSIONS
from deploy.stack.stages import Stages
from deploy.upgrades import log

_STOP_SECONDS = 60
# What a dump of one database does not hold, or what a restore might leave behind. Predefined roles differ by major.
_INVENTORY = (
    "SELECT line FROM (SELECT 'role ' || rolname FROM pg_roles WHERE rolname !~ '^pg_' UNION ALL "
    "SELECT 'sequence ' || schemaname || '.' || sequencename || ' ' || coalesce(last_value::text, 'unused') "
    "FROM pg_sequences UNION ALL "
    "SELECT 'schema_migrations ' || version FROM schema_migrations) AS found(line) ORDER BY line COLLATE \"C\""
)
_MADE = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'"
# Existing roles make errors that are none; their passwords (as hashes) must not come into the server's log by that.
_QUIET = "PGOPTIONS='-c log_min_error_statement=panic -c log_statement=none -c client_min_messages=error'"


def volume(settings: Settings, major: int) -> str:
    """The volume of a major, whichever is declared."""
    return f"{settings.project}-postgres-{major}"


def able(host: Host, settings: Settings, image: str) -> None:
    """Is the image on the host one of the declared major, with every extension that is used?

    image: as the host pulled it
    Raises OperatorError.
    """
    look = "postgres --version; find / -xdev -path '*/extension/*.control' 2>/dev/null; true"
    command = f"docker run --rm --network none --entrypoint sh {shlex.quote(image)} -c {shlex.quote(look)}"
    seen = connection.must(host, command, f"looking into {image}", timeout=120)
    made = connection.run(host, _psql(settings, _MADE)).stdout.split()
    lacking = lacks(settings, seen, {*EXTENSIONS, *made})
    if lacking:
        raise OperatorError(f"{image} {lacking}. Declare another images.postgres; nothing was touched")


def lacks(settings: Settings, output: str, wanted: Iterable[str]) -> str | None:
    """What an image is not fit for, from its version and its extension files; None when it is fit.

    wanted: extensions
    """
    version, *files = output.splitlines() or [""]
    if f" {settings.postgres.major}." not in version:
        return f"is not PostgreSQL {settings.postgres.major}: {version or 'no answer'} [pg-major-on-old-volume]"
    there = {each.rpartition("/")[2].removesuffix(".control") for each in files}
    missing = sorted(set(wanted) - there)
    return f"lacks the extensions {', '.join(missing)} [pgvector-missing]" if missing else None


def note(host: Host, settings: Settings) -> None:
    """Keep beside the dump what it does not hold: roles, and where every sequence stands. The old server answers.

    Raises OperatorError.
    """
    there, container = shlex.quote(log.dump(settings)), _container(settings)
    connection.must(
        host,
        f"set -e; umask 077; docker exec {container} pg_dumpall -g -U postgres > {there}/roles.sql; "
        f"{_inventory(settings)} > {there}/inventory",
        "noting the roles and sequences",
    )


def start(host: Host, settings: Settings, move: Move) -> None:
    """Start the new major on a new volume, with roles and extensions; whatever an earlier try left there goes.

    The files on the host are those of the new major.
    Raises OperatorError with the last lines of its log.
    """
    _stop(host, settings)
    _drop(host, settings, move)
    _stages(host, settings).healthy("database", ["postgres"])
    there, container = shlex.quote(log.dump(settings)), _container(settings)
    # Further roles, those of reports for example; the errors of the existing ones stand in the way of nothing, and
    # what is missing in the end shows in `compare`.
    connection.must(
        host,
        f"docker exec -i -e {_QUIET} {container} psql -Xq -U postgres -d postgres < {there}/roles.sql "
        ">/dev/null 2>&1 || true",
        "making the further roles",
    )


def compare(host: Host, settings: Settings) -> None:
    """Roles, sequences and every row of schema_migrations as they were. Tables were counted by the restore.

    Raises OperatorError naming the first differences.
    """
    there = shlex.quote(log.dump(settings))
    found = connection.run(host, f"{_inventory(settings)} | diff {there}/inventory - | grep '^[<>]' | head -n 5")
    differences = (found.stdout or found.stderr).strip().splitlines()
    if differences:
        told = "; ".join(differences)
        raise OperatorError(f"the restored database is not what the old one was (< old, > new): {told}")


def back(host: Host, settings: Settings, move: Move) -> None:
    """The old server on its untouched volume, by the old files; the new volume goes.

    Raises OperatorError with the last lines of its log.
    """
    stages = _stages(host, settings)
    _stop(host, settings)
    stages.healthy("database", ["postgres"])
    stages.role()
    _drop(host, settings, move)


def forget(host: Host, settings: Settings) -> None:
    """Remove the roles' password hashes and the dump: neither is of use any more. The backup is in the repository."""
    connection.run(host, f"rm -rf {shlex.quote(log.dump(settings))}")


def _stop(host: Host, settings: Settings) -> None:
    container = _container(settings)
    connection.must(
        host,
        f"! docker inspect {container} >/dev/null 2>&1 || "
        f"{{ docker stop -t {_STOP_SECONDS} {container} && docker rm {container}; }} >/dev/null",
        "stopping the database",
        timeout=_STOP_SECONDS + 60,
    )


def _drop(host: Host, settings: Settings, move: Move) -> None:
    """Remove the volume of the new major: this move has made it, and no visitor has ever written to it."""
    if move.reached("open"):
        raise OperatorError("the site was opened on the new database already; its volume is not removed")
    name = shlex.quote(volume(settings, move.new))
    connection.must(
        host,
        f"! docker volume inspect {name} >/dev/null 2>&1 || docker volume rm {name} >/dev/null",
        f"removing the volume {name}",
    )


def _inventory(settings: Settings) -> str:
    return _psql(settings, _INVENTORY)


def _psql(settings: Settings, query: str) -> str:
    database = shlex.quote(_database(settings))
    return f"docker exec {_container(settings)} psql -XqAt -U postgres -d {database} -c {shlex.quote(query)}"


def _container(settings: Settings) -> str:
    return shlex.quote(settings.container("postgres"))


def _database(settings: Settings) -> str:
    return settings.postgres.database


def _stages(host: Host, settings: Settings) -> Stages:
    return Stages(host, settings.project, settings.root, settings.health.wait_seconds)
