"""Is there room for a second copy of the database? Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.releases.estimate import COPY_SLACK_MB


def room(host: Host, dump: str) -> None:
    """Look where Docker keeps its volumes.

    dump: path of the dump on the host; as a database it takes about twice as much, with its indexes
    Raises OperatorError.
    """
    told = connection.must(
        host,
        f"stat -c %s {shlex.quote(dump)} && at=$(docker info -f '{{{{.DockerRootDir}}}}') && "
        'df -B1 --output=avail "$at" | tail -n 1',
        "looking for room on the disk",
    )
    size, free = (int(each) for each in told.split())
    needed = 2 * size + (COPY_SLACK_MB << 20)
    if free < needed:
        raise OperatorError(
            f"a copy of the database needs {needed >> 20} MB and {free >> 20} MB are free where Docker keeps its data; "
            "free some room or enlarge the disk [disk-full]"
        )


def room_beside(host: Host, folder: str) -> None:
    """As `room`, of a dump that has just been taken and that nothing needs yet: without room it goes again.

    folder: of the dump; the release that serves cannot be well on a full disk either (Redis refuses to write)
    Raises OperatorError.
    """
    try:
        room(host, f"{folder}/database.dump")
    except OperatorError:
        connection.run(host, f"rm -rf {shlex.quote(folder)}")
        raise
