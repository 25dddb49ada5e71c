"""Webhooks of the account: the URL is the key, unique in the account (chatwoot.md 1.3)."""

from collections.abc import Iterable
from hashlib import sha256

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Mention
from deploy.objects.masked import masked
from deploy.objects.world import Release, World
from deploy.settings.objects.webhooks import EVENTS

_NAME = (4, 8, 0)  # chatwoot.md 1.3


class Webhooks(Kind):
    """`A/webhooks`."""

    noun, section, path = "webhook", "webhooks", "/webhooks"
    refers = ("inbox",)

    def key(self, fields: Fields) -> str:
        url: str = fields["url"]
        return url

    def shown(self, key: str) -> str:
        """The URL's scheme and host: receivers keep tokens in the rest; its digest tells two of a host apart."""
        shown = masked(key)
        return shown if shown == key else f"{shown} #{sha256(key.encode(errors='replace')).hexdigest()[:4]}"

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        if "inbox" in fields:
            yield Mention("inbox", "inbox", fields["inbox"])

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        if "name" in fields and release < _NAME:
            yield "name", "webhooks have names since 4.8; remove it"
        for number, event in enumerate(fields.get("subscriptions", ())):
            since = EVENTS[event]
            if release < since:
                yield f"subscriptions[{number}]", f"{event} came with {since[0]}.{since[1]}; remove it"

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the webhooks of account {client.name}")["payload"]["webhooks"]
        return found

    def read(self, live: Json, world: World) -> Fields:
        found = {"url": live["url"], "subscriptions": sorted(live["subscriptions"] or ())}
        if world.since(*_NAME):
            found["name"] = live["name"] or ""
        if live.get("inbox"):
            found["inbox"] = world.names.name("inbox", live["inbox"]["id"])
        return found

    def body(self, fields: Fields, world: World) -> Json:
        found = {key: value for key, value in fields.items() if key != "inbox"}
        if "inbox" in fields:
            found["inbox_id"] = world.names.id("inbox", fields["inbox"])
        return {"webhook": found}
