"""The images that a way back will start: on the host, or brought there, before anything is touched. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.stack.compose import declared

_PULL_SECONDS = 1800


def ensure(host: Host, folder: str) -> None:
    """Have every image of the files that an upgrade has kept; days later `docker image prune` may have taken one.

    folder: the upgrade's directory
    Raises OperatorError naming the image that is neither on the host nor to be had.
    """
    kept = connection.must(host, f"cat {shlex.quote(f'{folder}/tree/compose.yaml')}", "reading the kept compose.yaml")
    for image in dict.fromkeys(each["image"] for each in declared(kept).values()):
        name = shlex.quote(image)
        found = connection.run(
            host,
            f"docker image inspect {name} >/dev/null 2>&1 || docker pull --quiet {name} >/dev/null",
            timeout=_PULL_SECONDS,
        )
        if not found.ok:
            lines = found.stderr.strip().splitlines()
            raise OperatorError(
                f"{image}, which the release before needs, is not on the host and cannot be pulled"
                f"{f' ({lines[-1]})' if lines else ''}. Bring it there (docker pull, docker load), then rollback again"
            )
