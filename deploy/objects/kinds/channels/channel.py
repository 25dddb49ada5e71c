"""What every channel tells about itself, so that one type of object serves all inboxes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from hashlib import sha256
from typing import ClassVar

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Live
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret
from deploy.objects.world import Release, World


class Channel(ABC):
    """One way in which customers come.

    type: in declarations and in requests: web_widget
    stored: in answers: Channel::WebWidget (chatwoot.md section 2)
    table: of the database, where secrets that no answer shows are looked up
    fields: declared keys that belong to the channel
    fixed: those of them that an update sends only when they differ: keys, which never do
    """

    type: ClassVar[str]
    stored: ClassVar[str]
    table: ClassVar[str] = ""
    fields: ClassVar[frozenset[str]]
    fixed: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def key(self, fields: Fields) -> str:
        """What tells one inbox from the others of this channel (chatwoot.md 1.5)."""

    @abstractmethod
    def read(self, live: Json, world: World) -> dict[str, object]:
        """The channel's part of a live inbox, in the declaration's words."""

    @abstractmethod
    def body(self, fields: Fields, raw: Json) -> Json:
        """The channel's part of a request, with secrets in the clear.

        raw: the live inbox, whose JSON columns are completed instead of replaced; {} for a new one
        """

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        """What this release cannot take (kind.Kind.problems)."""
        return ()

    def foreign(self, live: Json) -> bool:
        """Was it made in a browser, which nobody can declare?"""
        return False

    def create(self, client: Client, own: Json, channel: Json, what: str) -> Json:
        """Make one.

        own: the inbox's part of the request
        channel: the channel's part
        Gives the new inbox.
        """
        made: Json = client.post("/inboxes", {**own, "channel": {"type": self.type, **channel}}, what)
        return made

    def refuse(self, changed: frozenset[str], world: World, what: str) -> None:  # noqa: B027, most take any change
        """Raise Immutable for a change that Chatwoot would pass over; asked before the first request."""

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        """Change the channel. It is sent whole, without `type`, which answers 500 (chatwoot.md 1.8)."""
        sent = self.body(fields, live.raw)
        kept = {name: value for name, value in sent.items() if name not in self.fixed or name in changed}
        client.patch(f"/inboxes/{live.id}", {"channel": kept}, what)

    def written(self, fields: Fields, world: World, what: str) -> None:  # noqa: B027, most need nothing
        """The channel has been made or changed: what its provider must be told by us."""

    def unseen(self, live: Json, world: World, column: str, field: str) -> Unseen:
        """What stands for a secret inside a JSON column that no answer shows.

        column: of the channel's table
        field: the declared key
        """
        name = f"{world.account}/inbox/{self.type} {live['id']}/{field}"
        return Unseen(world.sealed, name, world.look.stored.get(f"{self.table}.{column}.{live['channel_id']}", ""))

    def secret(self, live: Json, world: World, column: str) -> Secret | Unseen:
        """A secret of a column that some releases show to administrators and others to nobody."""
        if live.get(column):
            return Secret(live[column])
        unseen = self.unseen(live, world, column, column)
        return Hashed(unseen.sealed, unseen.name, unseen.stored)


class Hashed(Unseen):
    """A secret that fills its column: until the encryption keys are set its hash alone tells what it is."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Secret) and sha256(other.reveal().encode()).hexdigest() == self.stored:
            return True
        return super().__eq__(other)

    def __hash__(self) -> int:
        return super().__hash__()


def text(live: Json, name: str) -> str:
    """A text of an answer; what was never set is null there."""
    found: str = live.get(name) or ""
    return found
