"""A backup taken now, from within another verb."""

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass

from pyinfra.api.host import Host

from deploy.backups import script
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings

_IDLE_SECONDS = 1800  # as the script itself waits for another: templates/backup/common.sh
_LOOK_SECONDS = 5
_TELL_SECONDS = 60


@dataclass(frozen=True)
class Taken:
    """A backup that is in the repository.

    snapshot: its id there
    dump: the dump that was kept on the host, if one was asked for
    schema_version: newest row of schema_migrations in it
    bytes: size of everything in it
    """

    snapshot: str
    dump: str | None
    schema_version: str
    seconds: int
    bytes: int


def take(host: Host, settings: Settings, tag: str, keep_dump: str | None = None) -> Taken:
    """Back up database, uploads, secrets and rendered files; runs in Execute.

    tag: letters, digits, dots and hyphens; the backup carries it in the repository, and old ones are not pruned now
    keep_dump: directory on the host (made 0700) where dump and description stay too, for a rollback
    Raises OperatorError with the script's sentence; the site is then as it was.
    """
    words = ["run", "--tag", tag, *(["--keep-dump", keep_dump] if keep_dump else [])]
    found = script.call(host, settings, *words)
    return Taken(
        snapshot=str(found["snapshot"]),
        dump=found["dump"],
        schema_version=str(found["schema_version"]),
        seconds=int(found["seconds"]),
        bytes=int(found["bytes"]),
    )


def idle(host: Host, settings: Settings, tell: Callable[[str], None]) -> None:
    """Wait until no backup, verification or check is at work; runs in Execute, with the operator's lock held, for which
    timers wait.

    tell: takes what is waited for, every minute
    Raises OperatorError when it lasts too long.
    """
    lock = shlex.quote(f"{settings.state}/backup/lock")
    began = told = time.monotonic()
    while not connection.run(host, f"! test -e {lock} || flock -n {lock} true").ok:
        now = time.monotonic()
        if now - began > _IDLE_SECONDS:
            raise OperatorError(
                f"a backup has been at work on this host for {_IDLE_SECONDS // 60} minutes. Look at it with systemctl "
                f"status 'chatwoot-deploy-backup-{settings.project}*', or run again when it has ended"
            )
        if told in (began, now) or now - told > _TELL_SECONDS:
            told = now
            tell(f"a backup is at work; waiting until it has ended, before anything is closed ({now - began:.0f} s)")
        time.sleep(_LOOK_SECONDS)
