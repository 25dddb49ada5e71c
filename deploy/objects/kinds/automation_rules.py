"""Automation rules: the name is the key, which Chatwoot allows twice (chatwoot.md 1.3, 1.6)."""

from collections.abc import Iterable

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Mention
from deploy.objects.kinds import actions, conditions
from deploy.objects.world import AFTER_2_10, World

_LATER = frozenset({"conversation_opened", "conversation_resolved"})


class AutomationRules(Kind):
    """`A/automation_rules`; events, conditions and actions grew from 2.10 to 4.10."""

    noun, section, path = "automation rule", "automation_rules", "/automation_rules"
    refers = ("agent", "team", "inbox")

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        yield from conditions.mentions(fields["conditions"])
        yield from actions.mentions(fields["actions"])

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        later = release >= AFTER_2_10
        if fields["event"] in _LATER and not later:
            version = ".".join(str(part) for part in release)
            yield "event", f"Chatwoot {version} stores {fields['event']} and never acts on it; choose another event"
        yield from conditions.problems(fields["conditions"], release)
        yield from actions.problems(fields["actions"], release, actions.RULE if later else actions.RULE_2_10)

    def list(self, client: Client) -> list[Json]:
        found: list[Json] = client.get(self.path, f"the automation rules of account {client.name}")["payload"]
        return found

    def read(self, live: Json, world: World) -> Fields:
        return {
            "name": live["name"],
            "description": live["description"] or "",
            "event": live["event_name"],
            "active": bool(live["active"]),
            **conditions.read(live["conditions"], world),
            "actions": actions.read(live["actions"], world),
        }

    def body(self, fields: Fields, world: World) -> Json:
        found = {key: fields[key] for key in ("name", "description", "active") if key in fields}
        return {
            **found,
            "event_name": fields["event"],
            "conditions": conditions.body(fields["conditions"], fields["match"], world),
            "actions": actions.body(fields["actions"], world),
        }
