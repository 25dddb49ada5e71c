"""Which move of the database is asked for, and can it be made? Asked before anything is touched."""

import shlex
from pathlib import Path

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.checks.check import findings
from deploy.checks.major import MAJOR_CHECKS, Cluster
from deploy.checks.observed import HostState
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.releases import major, record
from deploy.releases.major import Move
from deploy.settings.settings import Settings
from deploy.stack import services
from deploy.stack.state import StackState
from deploy.upgrades.cluster import volume

_HOME = "/var/lib/docker"
_DATABASES = (
    "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' "
    "AND datname !~ '_(before_[0-9]{14}|restoring)$' ORDER BY 1"
)
# What the move itself is the answer to, or looks at; an unfinished one must be ended on a full disk too.
LEAVE_OUT = ("pg-major-on-old-volume", "upgrade-unfinished", "disk-full")


def way(host: Host, settings: Settings, seen: HostState, state: StackState) -> Move | None:
    """The move to be made, or to be ended; None when the declared major runs.

    Raises DeployError: why it cannot be, one line for each reason.
    """
    try:
        unfinished = _unfinished(settings, state)
        if unfinished:
            return unfinished
        if settings.postgres.embedded and state.major == settings.postgres.major:
            return None
        found = _findings(host, settings, seen, state)
    except OperatorError as error:
        raise DeployError(f"{host.name}: {str(error).removeprefix(f'{host.name}: ')}") from None
    for each in found:
        report.problem(host.name, each)
    if found or state.major is None:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in found))
    return Move(state.major, settings.postgres.major)


def command(settings: Settings, old: int) -> str:
    """Prints `data MB`, `free MB`, a line `database NAME` for each, and `uploads MB` where the first backup is yet to
    keep them on this disk (room, in templates/backup/take.sh).
    """
    data = shlex.quote(f"{_HOME}/volumes/{volume(settings, old)}/_data")
    container, state = shlex.quote(settings.container("postgres")), shlex.quote(str(Path(settings.state).parent))
    asked = f"docker exec {container} psql -XqAt -U postgres -d postgres -c {shlex.quote(_DATABASES)}"
    uploads = shlex.quote(f"{_HOME}/volumes/{services.volume(settings, 'storage')}/_data")
    here = settings.backup.kind == "local" and settings.storage.mode == "local"
    kept = f"grep -qs last_success_timestamp_seconds {shlex.quote(f'{settings.state}/backup/status')}"
    return (
        f"{f'{kept} || echo uploads $(du -sm {uploads} 2>/dev/null | cut -f1); ' if here else ''}"
        f"echo data $(du -sm {data} | cut -f1); {asked} | sed 's/^/database /'; "
        f"df -m --output=avail {_HOME} {state} | tail -n +2 | sort -n | sed -n '1s/^ */free /p'"
    )


def parse(settings: Settings, seen: HostState, old: int, output: str) -> Cluster:
    """The answer as data.

    Raises OperatorError when the database did not give any.
    """
    lines = [line.partition(" ")[::2] for line in output.splitlines()]
    sizes = {key: int(value) for key, value in lines if key in ("data", "free", "uploads") and value.isdigit()}
    databases = tuple(value for key, value in lines if key == "database")
    if not sizes.keys() >= {"data", "free"} or settings.postgres.database not in databases:
        raise OperatorError("the database does not answer. Run apply first, or look at chatwoot-deploy status")
    target = volume(settings, settings.postgres.major) in seen.volumes
    return Cluster(old, sizes["data"], sizes["free"], databases, target, sizes.get("uploads", 0))


def _findings(host: Host, settings: Settings, seen: HostState, state: StackState) -> list[str]:
    if not settings.postgres.embedded:
        blind = Cluster(settings.postgres.major, 0, 1 << 30, (), target=False)
        return [str(each) for each in findings(MAJOR_CHECKS, settings, blind)]
    if state.major is None or volume(settings, state.major) not in seen.volumes:
        raise OperatorError("nothing is installed here. Run apply first")
    output = connection.run(host, command(settings, state.major), timeout=300).stdout
    found = parse(settings, seen, state.major, output)
    return [str(each) for each in findings(MAJOR_CHECKS, settings, found, settings.preflight.skip)]


def _unfinished(settings: Settings, state: StackState) -> Move | None:
    move = major.read(state.upgrade)
    if move is None:
        hop = record.read(state.upgrade)
        if hop and hop.unfinished:
            raise OperatorError(f"{hop} is unfinished. Run upgrade, which finishes it, or rollback, which undoes it")
        return None
    if not move.unfinished:
        return None
    if move.new != settings.postgres.major:
        raise OperatorError(f"{move} is unfinished. {major.remedy(move)}")
    return move
