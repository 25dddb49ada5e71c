"""Teams and their members: the name is the key, stored in lower case, unique in the account (chatwoot.md 1.3)."""

from collections.abc import Iterable

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.world import World


class Teams(Kind):
    """`A/teams` and `A/teams/{id}/team_members`, both releases alike.

    Members come from the database: the API would take one request a team. They are always sent as integers, because
    texts match nobody and empty the team (chatwoot.md 1.8).
    """

    noun, section, path = "team", "teams", "/teams"
    refers = ("agent",)
    looks = True

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name.lower()

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        for number, email in enumerate(fields.get("members", ())):
            yield Mention(f"members[{number}]", "agent", email)

    def read(self, live: Json, world: World) -> Fields:
        return {
            "name": live["name"],
            "description": live["description"] or "",
            "allow_auto_assign": bool(live["allow_auto_assign"]),
            "members": sorted(world.names.name("agent", each) for each in world.look.team_members.get(live["id"], ())),
        }

    def body(self, fields: Fields, world: World) -> Json:
        return {"team": {key: value for key, value in fields.items() if key != "members"}}

    def create(self, client: Client, fields: Fields, world: World, what: str) -> None:
        users = self._users(fields, world)  # a missing name is told before anything is made
        made = client.post(self.path, self.body(fields, world), what)
        if users:
            client.patch(f"{self.path}/{made['id']}/team_members", {"user_ids": users}, f"the members of {what}")

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        # Who is a member of nothing here any more keeps nobody from changing the rest.
        users = self._users(fields, world) if "members" in changed else []
        if changed - {"members"}:
            client.patch(f"{self.path}/{live.id}", self.body(fields, world), what)
        if "members" in changed:
            client.patch(f"{self.path}/{live.id}/team_members", {"user_ids": users}, f"the members of {what}")

    def _users(self, fields: Fields, world: World) -> list[int]:
        return [world.names.id("agent", each) for each in fields.get("members", ())]
