"""The mark of a restore that replaces the database and has not yet forgotten the old one's jobs. Runs in Execute.

It is the identity of the database that is live then, so that whoever finds the mark can tell whether another has taken
its place; several after as many restores that were cut.
"""

import shlex

from pyinfra import logger
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import database, live
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.stages import Stages

_REDIS_SECONDS = 2  # appendfsync everysec: only by then is on the disk what Redis was told
_BEHIND = (
    "worker or scheduler was started before the jobs of the replaced database were removed: jobs from before the "
    "restore may have been done on the restored data"
)


def path(settings: Settings) -> str:
    """File of the mark on the host."""
    return f"{settings.state}/restored"


def begin(host: Host, settings: Settings) -> None:
    """Leave the mark, before the database is replaced; a power cut does not take it away.

    Raises OperatorError.
    """
    state, live_one = shlex.quote(settings.state), shlex.quote(database.identity(host, settings))
    connection.must(
        host,
        f"set -e; cd {state}; umask 077; echo $(cat restored 2>/dev/null) {live_one} > restored.new; "
        "sync restored.new; mv -f restored.new restored; sync .",
        "marking the restore",
    )


def end(host: Host, settings: Settings) -> None:
    """Take the mark away, once it is on the disk that the jobs are gone.

    Raises OperatorError.
    """
    state = shlex.quote(settings.state)
    command = f"cd {state} && sleep {_REDIS_SECONDS} && rm -f restored && sync ."
    connection.must(host, command, "ending the restore's mark")


def finish(host: Host, settings: Settings, mark: str) -> None:
    """What the restore that was cut has left: jobs that name rows of the database before.

    mark: as `begin` has left it
    Raises OperatorError when PostgreSQL or Redis does not come up.
    """
    stages = Stages(host, settings.project, settings.root, settings.health.wait_seconds)
    stages.healthy("data services", ["postgres", *(["redis"] if settings.redis.embedded else [])])
    now = database.identity(host, settings)
    if all(each == now for each in mark.split()):
        host.log("    a restore was cut here before it replaced the database: nothing is left of it")
    elif connection.run(host, database.working(settings)).ok:
        # Somebody has started them by hand: what is queued by now may be of visitors.
        report.problem(host.name, _BEHIND)
        host.log_styled(_BEHIND, fg="red", log_func=logger.error)
    else:
        host.log("    a restore was cut here: removing the jobs of the database that it has replaced")
        database.clear_cache(host, settings)
        live.forget_jobs(host, settings)
    end(host, settings)
