"""Macros: the name is the key, which Chatwoot allows twice (chatwoot.md 1.3, 1.6)."""

from collections.abc import Iterable
from dataclasses import replace

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.kinds import actions
from deploy.objects.world import AFTER_2_10, World


class Macros(Kind):
    """`A/macros`.

    Personal ones belong to a person: those of others are not compared with ours, and none is ever an orphan. 2.10 shows
    an administrator all of them, 4.10 his own. The visibility is part of the key, so that nobody's global macro becomes
    personal. Every change carries it, because it is lost without (1.8); one that lost it counts as global.
    """

    noun, section, path = "macro", "macros", "/macros"
    refers = ("agent", "team")

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return f"{name} (personal)" if fields["visibility"] == "personal" else name

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        return actions.mentions(fields["actions"])

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        known = actions.MACRO_2_10 if release < AFTER_2_10 else actions.MACRO
        return actions.problems(fields["actions"], release, known)

    def foreign(self, live: Json, world: World) -> bool:
        return str(live["visibility"]) == "personal"

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the macros of account {client.name}")["payload"]
        return found

    def live(self, answer: Json, world: World) -> Live:
        found = super().live(answer, world)
        owner = (answer.get("created_by") or {}).get("email", "")
        if found.foreign and (not owner or owner != world.user):
            return replace(found, key=f"{found.fields['name']} (personal, of {owner or 'nobody'})")
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
