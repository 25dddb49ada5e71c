"""Conditions of automation rules between the declaration's words and Chatwoot's (chatwoot.md 1.6). Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from deploy.objects.kind import Fields, Json, Mention
from deploy.objects.world import AFTER_2_10, Release, World
from deploy.settings.objects.comparison import PRESENCE, ordered
from deploy.settings.objects.conditions import KEYS, OPERATORS

_ATTRIBUTES = {key: attribute for attribute, key in KEYS.items()}
_NOUNS = {"inbox": "inbox", "team": "team", "assignee": "agent"}
_LATER = frozenset({"mail_subject", "phone_number", "priority", "conversation_language", "labels"})


def read(live: Any, world: World) -> Json:
    """The fields `conditions` and `match` of a live rule.

    live: what the rule's JSON column holds; a rule made without conditions may hold anything there
    """
    found = [each for each in live if isinstance(each, Mapping)] if isinstance(live, list) else []
    said = [str(each.get("query_operator") or "").lower() for each in found]
    between = set(said[:-1])
    match = {frozenset(): "all", frozenset({"and"}): "all", frozenset({"or"}): "any"}.get(frozenset(between), "mixed")
    if said and said[-1]:
        match = "mixed"  # a word after the last condition breaks the query: such a rule never fires
    conditions = [_condition(each, world) for each in found]
    if match == "mixed":
        conditions = [one | ({"then": then} if then else {}) for one, then in zip(conditions, said, strict=True)]
    return {"conditions": conditions, "match": match}


def body(conditions: Sequence[Fields], match: str, world: World) -> list[Json]:
    """The rule's JSON column. All conditions but the last carry a query_operator (422 in 4.10 without)."""
    words = {"all": "AND", "any": "OR"}
    return [
        {
            "attribute_key": one["attribute"] if one.get("of") else KEYS.get(one["attribute"], one["attribute"]),
            "filter_operator": one["operator"],
            "values": _ids(one, world),
            "query_operator": None
            if number == len(conditions)
            else words.get(match) or str(one.get("then", "and")).upper(),
            **({"custom_attribute_type": f"{one['of']}_attribute"} if one.get("of") else {}),
        }
        for number, one in enumerate(conditions, 1)
    ]


def mentions(conditions: Iterable[Fields]) -> Iterator[Mention]:
    """The objects that conditions name."""
    for number, one in enumerate(conditions):
        if one.get("of"):
            yield Mention(f"conditions[{number}].attribute", "custom attribute", one["attribute"])
            continue
        noun = "label" if one["attribute"] == "labels" else _NOUNS.get(one["attribute"])
        if noun:
            for place, name in enumerate(one.get("values", ())):
                yield Mention(f"conditions[{number}].values[{place}]", noun, name)


def problems(conditions: Iterable[Fields], release: Release) -> Iterator[tuple[str, str]]:
    """Conditions that the release does not know."""
    for number, one in enumerate(conditions):
        if one["attribute"] in _LATER and not one.get("of") and release < AFTER_2_10:
            known = ", ".join(each for each in OPERATORS if each not in _LATER)
            yield (
                f"conditions[{number}].attribute",
                f"Chatwoot {_text(release)} does not compare {one['attribute']}; choose one of {known}",
            )


def _condition(live: Mapping[str, Any], world: World) -> Json:
    key, operator = str(live.get("attribute_key")), str(live.get("filter_operator"))
    attribute = _ATTRIBUTES.get(key, key)
    fields = {"attribute": attribute, "operator": operator}
    own = key in {KEYS.get(each, each) for each in OPERATORS}
    if not own and live.get("custom_attribute_type"):
        fields = {"attribute": key, "of": str(live["custom_attribute_type"]).removesuffix("_attribute")} | fields
        fields["attribute"] = key
    if operator in PRESENCE:
        return fields
    values = live.get("values")
    if isinstance(values, list):
        noun = _NOUNS.get(attribute) if own else None
        values = ordered([_name(noun, each, world) if noun else each for each in values])
    # What is no list, as {"from": ..., "to": ...} of attribute_changed, can be shown and not be declared.
    return fields | {"values": values}


def _ids(one: Fields, world: World) -> list[Any]:
    noun = None if one.get("of") else _NOUNS.get(one["attribute"])
    return [world.names.id(noun, each) if noun else each for each in one.get("values", ())]


def _name(noun: str, value: Any, world: World) -> Any:
    return world.names.name(noun, int(value)) if str(value).isdigit() else value


def _text(release: Release) -> str:
    return ".".join(str(part) for part in release)
