"""Macros: the name is the key, which Chatwoot allows twice (chatwoot.md 1.3, 1.6)."""

from collections.abc import Iterable
from dataclasses import replace

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.kinds import actions
from deploy.objects.world import AFTER_2_10, World

_LAST = (4, 10, 0)  # the first release seen without send_email_to_team in macros


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
        if release < AFTER_2_10:
            known = actions.MACRO_2_10
        else:
            known = actions.MACRO if release >= _LAST else actions.MACRO | actions.MACRO_2_10
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

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        """Change one; one with parameters that a change loses is deleted and made again.

        2.10's PATCH permits scalars in action_params and drops the teams and the text of send_email_to_team, where a
        POST takes them (app/controllers/api/v1/accounts/macros_controller.rb). Deleted first: what fails between is a
        missing macro, which the next run makes.
        """
        body = self.body(fields, world)
        if not any(isinstance(each, dict) for action in body["actions"] for each in action["action_params"]):
            client.patch(f"{self.path}/{live.id}", body, what)
            return
        self.delete(client, live, world, what)
        client.post(self.path, body, what)
