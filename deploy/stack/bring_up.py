"""The order in which containers come up: images, data, schema, application, proxy. Runs in Execute."""

from collections.abc import Mapping
from typing import Any

from pyinfra.api.host import Host

from deploy.stack.stages import Stages
from deploy.stack.state import CREATED

Definitions = Mapping[str, Mapping[str, Any]]
DATA = ("postgres", "redis")


def bring_up(
    host: Host,
    project: str,
    root: str,
    definitions: Definitions,
    images: tuple[str, ...],
    found: Mapping[str, str],
    wait_seconds: int,
) -> None:
    """Go through the stages; each touches only services that have a reason in `found`.

    Raises OperatorError with the last lines of the failing container's log.
    """
    stages = Stages(host, project, root, wait_seconds)
    stages.pulled(images)
    data = [name for name in definitions if name in found and name in DATA]
    # Before a recreation and after it: wherever a run is cut, the next one sets the passwords again.
    if "postgres" in definitions:
        stages.role(must=False)
    stages.healthy("data services", [name for name in data if found[name] == CREATED])
    for name in data:
        if found[name] != CREATED:
            # One at a time: when one does not come up, the other is untouched.
            stages.healthy(name, [name])
    if "postgres" in data:
        stages.role()
    if "migrate" in found:
        stages.migrated()
    rest = [name for name in definitions if name in found and name not in (*data, "migrate", "traefik")]
    stages.healthy("application", rest)
    # Alone and last: while it is away, nobody is answered.
    stages.healthy("proxy", [name for name in ("traefik",) if name in found and name in definitions])
    stages.recorded(images)
    orphans = [name for name in found if name not in definitions]
    if orphans:
        stages.remove(orphans)


def publish(host: Host, project: str, root: str, wait_seconds: int) -> None:
    """Recreate web as the files on the host now define it.

    Raises OperatorError like `bring_up`.
    """
    Stages(host, project, root, wait_seconds).healthy("proxy", ["chatwoot"])
