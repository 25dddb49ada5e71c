"""Labels: title is the key, stored in lower case, unique in the account (chatwoot.md 1.3)."""

from collections.abc import Mapping
from typing import Any

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind
from deploy.objects.world import World


class Labels(Kind):
    """`A/labels`, both releases alike."""

    noun, section, path = "label", "labels", "/labels"

    def key(self, fields: Fields) -> str:
        title: str = fields["title"]
        return title.lower()

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the labels of account {client.name}")["payload"]
        return found

    def read(self, live: Json, world: World) -> Fields:
        return {
            "title": live["title"],
            "description": live["description"] or "",
            "color": live["color"].lower(),
            "show_on_sidebar": bool(live["show_on_sidebar"]),  # never set is null
        }

    def body(self, fields: Mapping[str, Any], world: World) -> Json:
        return {"label": dict(fields)}
