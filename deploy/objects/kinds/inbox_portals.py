"""The help centre of an inbox: the one field of it that must wait for portals, which are made last."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Live, Mention
from deploy.objects.kinds import inbox_fields
from deploy.objects.kinds.inboxes import Inboxes
from deploy.objects.world import Release, World
from deploy.settings.accounts import Account
from deploy.settings.section import Section


class InboxPortal(Section):
    """The help centre of one inbox."""

    inbox: str = Field(description="Key of the inbox.")
    portal: str | None = Field(None, description="Slug of the portal; empty: none.")


class InboxPortals(Inboxes):
    """`portal_id` of `A/inboxes/{id}`; 2.10 has none (chatwoot.md 1.4). Inboxes makes what is not there yet."""

    noun = "portal of inbox"
    made = False
    refers = ("portal",)
    looks = False

    def declared(self, account: Account) -> Sequence[Section] | None:
        if not any(each.portal is not None for each in account.inboxes or ()):
            return None
        return [
            InboxPortal(inbox=super(InboxPortals, self).key(each.__dict__), portal=each.portal)
            for each in account.inboxes or ()
        ]

    def key(self, fields: Fields) -> str:
        inbox: str = fields["inbox"]
        return inbox

    def reference(self, fields: Fields) -> str:
        return self.key(fields)

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        if fields.get("portal"):
            yield Mention("portal", "portal", fields["portal"])

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        return inbox_fields.problems(fields, release)

    def foreign(self, live: Json, world: World) -> bool:
        return True  # Inboxes tells of orphans

    def read(self, live: Json, world: World) -> Fields:
        found = super().read(live, world)
        return {"inbox": super().key(found), "portal": found.get("portal", "")}

    def body(self, fields: Fields, world: World) -> Json:
        return {"portal_id": world.names.id("portal", fields["portal"]) if fields["portal"] else None}

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        client.patch(f"{self.path}/{live.id}", self.body(fields, world), what)
