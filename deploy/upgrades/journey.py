"""One hop with everything that is rendered for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyinfra.api.host import Host

from deploy.files.rendered import Tree
from deploy.releases.record import Record
from deploy.settings.settings import Settings
from deploy.settings.sizing import Profile
from deploy.stack.compose import declared
from deploy.stack.published import opened
from deploy.stack.render import stack_tree
from deploy.stack.secrets import Secrets
from deploy.upgrades.route import Route


@dataclass(frozen=True)
class Journey:
    """A hop to one release.

    settings: the declaration with this release in it
    tree: the stack's files for it
    record: of the whole upgrade, positioned at this hop
    """

    settings: Settings
    secrets: Secrets = field(repr=False)
    tree: Tree = field(repr=False)
    record: Record

    @property
    def definitions(self) -> dict[str, dict[str, Any]]:
        """The services of the rendered Compose file."""
        return declared(self.tree.files[0].content)

    @property
    def web(self) -> dict[str, Any]:
        """Web as it runs once it is open to visitors."""
        return opened(self.settings, self.definitions["chatwoot"])

    def route(self, host: Host) -> Route:
        """The site's route for this release."""
        return Route(host, self.settings, self.secrets, self.definitions["chatwoot"])


def at(settings: Settings, version: str) -> Settings:
    """The same declaration with another release."""
    return settings.model_copy(update={"chatwoot": settings.chatwoot.model_copy(update={"version": version})})


def journeys(settings: Settings, profile: Profile, secrets: Secrets, record: Record) -> Iterator[Journey]:
    """Every hop that is left, in order.

    record: positioned at the first of them
    """
    while True:
        release = at(settings, record.stop.version)
        yield Journey(release, secrets, stack_tree(release, profile, secrets), record)
        if record.last:
            return
        record = record.following()
