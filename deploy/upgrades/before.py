"""What must be right before a hop touches anything, and before it can no longer go back by code. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.backups import script
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.upgrades import gate, log

_LISTING_SECONDS = 180
_SLACK_BYTES = 256 * 1024 * 1024  # as templates/backup/restore.sh asks for


def sound(host: Host, settings: Settings) -> None:
    """Is the release that serves as the gate wants one to be? What is wrong already would fail every hop at its end,
    and keep the site closed on the way back.

    settings: at the release that serves
    Raises OperatorError naming what to mend.
    """
    gate.settled(host, settings)
    gate.stored(host, settings)


def repository(host: Host, settings: Settings) -> None:
    """Does the backup repository answer, if there is one yet? Asked while the site is open.

    Raises OperatorError with the script's own sentence.
    """
    asked = connection.run(host, script.command(settings, ["reach"]), timeout=_LISTING_SECONDS)
    if not asked.ok:
        raise OperatorError(script.sentence(asked.stderr, asked.stdout))


def room(host: Host, settings: Settings) -> None:
    """Is there room for the way back, a copy of the database beside the live one? Asked before the schema changes.

    Raises OperatorError.
    """
    if not settings.postgres.embedded:
        return
    dump, volume = f"{log.dump(settings)}/database.dump", f"{settings.project}-postgres-{settings.postgres.major}"
    told = connection.must(
        host,
        f"at=$(docker volume inspect -f '{{{{.Mountpoint}}}}' {shlex.quote(volume)}) && "
        f'stat -c %s {shlex.quote(dump)} && df -PB1 --output=avail "$at" | tail -n 1',
        "looking whether there is room to go back",
    )
    size, free = (int(each) for each in told.split())
    needed = 2 * size + _SLACK_BYTES
    if free < needed:
        raise OperatorError(
            f"{free >> 20} MB are free and going back would need {needed >> 20} MB for a copy of the database: make "
            "room first [disk-full]"
        )
