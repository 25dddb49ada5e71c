"""Agent bots: the name is the key, which Chatwoot allows twice, or none at all (chatwoot.md 1.3)."""

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind
from deploy.objects.world import World


class AgentBots(Kind):
    """`A/agent_bots`, both releases alike. Their tokens are in the answers and in no field."""

    noun, section, path = "agent bot", "agent_bots", "/agent_bots"

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def list(self, client: Client) -> list[Json]:
        # System bots belong to all accounts, and only a super admin changes them.
        found: list[Json] = client.get(self.path, f"the agent bots of account {client.name}")
        return [each for each in found if each["account_id"] is not None]

    def read(self, live: Json, world: World) -> Fields:
        return {
            "name": live["name"] or f"#{live['id']}",
            "description": live["description"] or "",
            "outgoing_url": live["outgoing_url"] or "",
            "bot_type": live["bot_type"],
        }

    def body(self, fields: Fields, world: World) -> Json:
        return dict(fields)
