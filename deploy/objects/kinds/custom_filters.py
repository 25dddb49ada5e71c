"""Saved filters: type and name are the key; Chatwoot allows doubles, and each user has his own (chatwoot.md 1.3)."""

from collections.abc import Iterable
from typing import Any

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.kinds import conditions
from deploy.objects.world import Release, World
from deploy.settings.objects.comparison import PRESENCE, ordered
from deploy.settings.objects.conditions import KEYS
from deploy.settings.objects.custom_filters import ATTRIBUTES, owned

_NOUNS = {"inbox": "inbox", "team": "team", "assignee": "agent"}
_OURS = {theirs: ours for ours, theirs in KEYS.items()}
# Not in 2.10's list of filters (chatwoot.md 1.6, 3.2); the first release that may have them.
_SINCE: dict[tuple[str, str], Release] = {
    ("conversation", "priority"): (2, 17, 0),
    ("conversation", "conversation_language"): (3, 0, 0),
    ("conversation", "mail_subject"): (3, 0, 0),
    ("contact", "company"): (3, 0, 0),
    ("contact", "labels"): (3, 0, 0),
    ("contact", "blocked"): (3, 0, 0),
}


class CustomFilters(Kind):
    """`A/custom_filters`: one list for each type, and 2.10 finds one only when its type is in the query."""

    noun, section, path = "custom filter", "custom_filters", "/custom_filters"
    refers = ("agent", "team", "inbox")

    def key(self, fields: Fields) -> str:
        return f"{fields['type']}:{fields['name']}"

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        return conditions.mentions(fields["conditions"])

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        for number, each in enumerate(fields["conditions"]):
            since = _SINCE.get((fields["type"], each["attribute"]))
            if since and release < since:
                yield (
                    f"conditions[{number}].attribute",
                    f"this release cannot filter by {each['attribute']}; remove it",
                )

    def list(self, client: Client) -> list[Json]:
        what = f"the custom filters of account {client.name}"
        return [each for type_ in ATTRIBUTES for each in client.get(f"{self.path}?filter_type={type_}", what)]

    def read(self, live: Json, world: World) -> Fields:
        stored = live["query"].get("payload") or []
        said = [(each.get("query_operator") or "and").lower() for each in stored[:-1]]
        match = "mixed" if len(set(said)) > 1 else "any" if "or" in said else "all"
        found = [_read(each, live["filter_type"], world) for each in stored]
        if match == "mixed":
            found = [{**each, "then": then} for each, then in zip(found, said, strict=False)] + found[-1:]
        return {"name": live["name"], "type": live["filter_type"], "conditions": found, "match": match}

    def body(self, fields: Fields, world: World) -> Json:
        payload = conditions.body(fields["conditions"], fields["match"], world)
        for each in payload[:-1]:
            each["query_operator"] = each["query_operator"].lower()  # as the dashboard saves and shows it
        return {"custom_filter": {"name": fields["name"], "filter_type": fields["type"], "query": {"payload": payload}}}

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        client.patch(self._one(live), self.body(fields, world), what)

    def delete(self, client: Client, live: Live, world: World, what: str) -> None:
        client.delete(self._one(live), what)

    def _one(self, live: Live) -> str:
        return f"{self.path}/{live.id}?filter_type={live.fields['type']}"


def _read(stored: Json, type_: str, world: World) -> Json:
    theirs, operator = str(stored.get("attribute_key")), str(stored.get("filter_operator"))
    ours = _OURS.get(theirs, theirs)
    own = theirs in owned(type_)
    found: Json = {"attribute": ours if own else theirs, "operator": operator, **({} if own else {"of": type_})}
    if operator in PRESENCE:
        return found
    values = stored.get("values") or []
    values = values if isinstance(values, list) else [values]
    return {**found, "values": ordered([_name(_NOUNS.get(ours) if own else None, each, world) for each in values])}


def _name(noun: str | None, value: Any, world: World) -> Any:
    return world.names.name(noun, int(value)) if noun and str(value).isdigit() else value
