"""What an object's type needs to know beside the object: release, names, what only the database tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.objects.graph import Subscribe, nobody
from deploy.objects.names import Names
from deploy.objects.sealed import Sealed
from deploy.objects.telegram import Delivers
from deploy.objects.telegram import nobody as nobody_asks

Release = tuple[int, int, int]
# What 2.10.0 lacks and 4.10.0 has came somewhere between: only 2.10 is known to be without it. What a release between
# does not take after all, reading back tells.
AFTER_2_10: Release = (2, 11, 0)


@dataclass(frozen=True)
class Look:
    """What the database tells and the API does not, or not in one request (templates/sql/objects.sql).

    team_members, inbox_members: id to user ids
    inbox_bots: inbox id to the id of its bot
    used_inboxes: ids of inboxes that have conversations
    categories: portal id to its categories: id, name, slug, locale, position, description, icon, parent (an id)
    stored: "table.column.id" to a hash of what stands there; for secrets that no answer shows
    """

    team_members: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    inbox_members: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    inbox_bots: Mapping[int, int] = field(default_factory=dict)
    used_inboxes: frozenset[int] = frozenset()
    categories: Mapping[int, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)


@dataclass
class World:
    """One account as its objects see it.

    release: what is installed: (4, 10, 0)
    account: its id; 0 before it exists
    own: e-mail addresses of the installation's own users, which are nobody's orphans
    user: e-mail address of the user who acts, the provisioning user: personal objects are his alone
    bootstrapped: does a bootstrap bring what the API of this release cannot? Else it is compared like the rest
    subscribe: tells Meta to deliver a WhatsApp business account's messages (graph.Graph)
    site: public address, to which providers deliver
    telegram: asks Telegram whether it delivers a bot's messages there (telegram.BotApi)
    """

    release: Release
    account: int = 0
    names: Names = field(default_factory=Names)
    look: Look = field(default_factory=Look)
    sealed: Sealed = field(default_factory=Sealed)
    own: frozenset[str] = frozenset()
    user: str = ""
    bootstrapped: bool = True
    subscribe: Subscribe = nobody
    site: str = ""
    telegram: Delivers = nobody_asks

    def since(self, *release: int) -> bool:
        """Is the installed release this one or a later one?"""
        return self.release >= release
