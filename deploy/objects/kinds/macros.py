"""Macros: the name is the key, which Chatwoot allows twice (chatwoot.md 1.3, 1.6)."""

from collections.abc import Iterable
from dataclasses import replace

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.kinds import actions
from deploy.objects.world import World


class Macros(Kind):
    """`A/macros`.

    Personal ones belong to a person: those of others are not compared with ours, and none is ever an orphan. 2.10 shows
    an administrator all of them, 4.10 his own. Every change carries the visibility, which is lost without (1.8).
    """

    noun, section, path = "macro", "macros", "/macros"
    refers = ("agent", "team")

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        return actions.mentions(fields["actions"])

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        known = actions.MACRO if release >= (4, 10, 0) else actions.MACRO_2_10
        return actions.problems(fields["actions"], release, known)

    def foreign(self, live: Json, world: World) -> bool:
        return str(live["visibility"]) == "personal"

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the macros of account {client.name}")["payload"]
        return found

    def live(self, answer: Json, world: World) -> Live:
        found = super().live(answer, world)
        owner = (answer.get("created_by") or {}).get("email", "")
        if found.foreign and owner not in world.own:
            return replace(found, key=f"{found.key} (personal, of {owner or 'nobody'})")
        return found

    def read(self, live: Json, world: World) -> Fields:
        return {
            "name": live["name"],
            "visibility": live["visibility"],  # null when somebody's change lost it
            "actions": actions.read(live["actions"], world),
        }

    def body(self, fields: Fields, world: World) -> Json:
        return {
            "name": fields["name"],
            "visibility": fields["visibility"],
            "actions": actions.body(fields["actions"], world),
        }
