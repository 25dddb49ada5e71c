"""Which containers are still on their way, and which will never arrive. Pure."""

from collections.abc import Sequence

from deploy.stack.state import StackState

# A container that Docker had to restart this often will not come up by waiting.
_HOPELESS = 3


def waiting(services: Sequence[str], state: StackState) -> list[str]:
    """Services that have not reached what they were started for."""
    return [service for service in services if not _arrived(service, state)]


def failed(services: Sequence[str], state: StackState) -> str | None:
    """The first service that will not arrive, or None."""
    for service in services:
        container = state.containers.get(service)
        if container is None or _arrived(service, state):
            continue
        ended = container.status in ("exited", "dead")
        if service == "migrate":
            if ended:
                return service
        elif ended or container.restarts >= _HOPELESS or container.health == "unhealthy":
            return service
    return None


def _arrived(service: str, state: StackState) -> bool:
    container = state.containers.get(service)
    if container is None:
        return False
    if service == "migrate":
        return container.status == "exited" and container.exit_code == 0
    return container.settled
