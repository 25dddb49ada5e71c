"""Containers as seen, and what separates them from the declared services. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.errors import OperatorError
from deploy.releases import major, record
from deploy.stack.compose import revision

CREATED = "created"  # the reason of a service that is not there yet


@dataclass(frozen=True)
class Container:
    """One container of the project."""

    name: str
    status: str  # created, running, restarting, exited, dead, paused
    health: str  # starting, healthy, unhealthy; "" without a health check
    exit_code: int
    restarts: int
    image: str
    revision: str

    @property
    def settled(self) -> bool:
        """Has it reached what it was started for?"""
        return self.status == "running" and self.health in ("healthy", "")


@dataclass(frozen=True)
class StackState:
    """What there is.

    containers: of the project, by service
    images: that the host has, reference -> id
    written: Chatwoot's image in the Compose file on the host
    upgrade: the record that an upgrade has left, one line of JSON; "" when there never was one
    restored: the mark of a restore that was cut while it replaced the database (backups/cut.py); "" without one
    major: PostgreSQL's major whose volume the Compose file on the host names; None when it names none
    """

    containers: dict[str, Container] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    written: str | None = None
    upgrade: str = ""
    restored: str = ""
    major: int | None = None

    @property
    def release(self) -> str | None:
        """The image whose release the database was made for, as far as anything on the host still tells."""
        told = [self.containers[name].image for name in ("chatwoot", "worker", "scheduler") if name in self.containers]
        return next(iter(told), self.written)


def changes(
    definitions: Mapping[str, Mapping[str, Any]], state: StackState, opened: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """What has to be done to each service and why; empty when all is as declared.

    definitions: services of the rendered Compose file
    opened: web as it runs once the site is open; that is as good as web behind closed doors
    """
    found: dict[str, str] = {}
    for service, definition in definitions.items():
        container = state.containers.get(service)
        if opened and service == "chatwoot" and container and container.revision == revision(opened):
            definition = opened
        reason = _reason(service, definition, container)
        if reason:
            found[service] = reason
    found |= {
        service: "removed, since it is declared no more" for service in state.containers if service not in definitions
    }
    return found


def _reason(service: str, definition: Mapping[str, Any], container: Container | None) -> str | None:
    if container is None:
        return CREATED
    if container.revision != revision(definition):
        old, new = container.image, definition["image"]
        return f"image {old} becomes {new}" if old != new else "recreated, since its settings changed"
    if service == "migrate":
        done = container.status == "exited" and container.exit_code == 0
        return None if done else f"run again, since it is {container.status} with exit code {container.exit_code}"
    if container.status != "running":
        return f"started, since it is {container.status}"
    if container.health == "unhealthy":
        return "recreated, since it is unhealthy"
    return None


def missing(references: tuple[str, ...], state: StackState) -> tuple[str, ...]:
    """Images that the host has to pull."""
    return tuple(reference for reference in references if reference not in state.images)


def unfinished(line: str) -> str | None:
    """What an upgrade's record says in words while the upgrade is neither done nor undone.

    line: see `StackState.upgrade`; one that cannot be read counts as unfinished
    """
    try:
        move = major.read(line)
        found = move or record.read(line)
    except OperatorError:
        return "an upgrade whose record cannot be read"
    if not found or not found.unfinished:
        return None
    return f"{found} (upgrade --postgres {move.new})" if move else str(found)
