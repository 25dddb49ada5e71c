"""The mark of a restore that has replaced the database and not yet forgotten the old one's jobs. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.backups import database, live
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.stages import Stages

WORKERS = ("worker", "scheduler")


def begin(host: Host, settings: Settings) -> None:
    """Leave the mark, before the database is replaced; a power cut does not take it away.

    Raises OperatorError.
    """
    state = shlex.quote(settings.state)
    connection.must(
        host, f"set -e; cd {state}; umask 077; date -u +%FT%TZ > restored; sync restored .", "marking the restore"
    )


def end(host: Host, settings: Settings) -> None:
    """Take the mark away.

    Raises OperatorError.
    """
    state = shlex.quote(settings.state)
    connection.must(host, f"cd {state} && rm -f restored && sync .", "ending the restore's mark")


def finish(host: Host, settings: Settings) -> None:
    """What the restore that was cut has left: jobs that name rows of the database before.

    Raises OperatorError when Redis does not come up.
    """
    host.log("    a restore was cut here: removing the jobs of the database that it has replaced")
    if settings.redis.embedded:
        stages = Stages(host, settings.project, settings.root, settings.health.wait_seconds)
        stages.healthy("jobs", ["redis"])
    names = " ".join(shlex.quote(settings.container(name)) for name in WORKERS)
    running = f"docker inspect -f '{{{{.State.Running}}}}' {names} 2>/dev/null | grep -q true"
    # Somebody has started them by hand: what is queued by now may be of visitors.
    if not connection.run(host, running).ok:
        database.clear_cache(host, settings)
        live.forget_jobs(host, settings)
    end(host, settings)
