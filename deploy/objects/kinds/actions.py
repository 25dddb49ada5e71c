"""Actions of automation rules and macros between the declaration's words and Chatwoot's (chatwoot.md 1.6). Pure.

Parameters are always a list, ids in it integers. Their forms: app/services/action_service.rb and the services of rules
and macros; of a form that is not ours the raw parameters are shown, so that it can be exported and is noticed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploy.objects.kind import Fields, Json, Mention
from deploy.objects.names import is_nobody
from deploy.objects.world import AFTER_2_10, Release, World
from deploy.settings.objects.actions import CONTACT, NOBODY, SELF

_BOTH = frozenset(
    "send_message add_label assign_team assign_agent send_webhook_event mute_conversation change_status "
    "resolve_conversation snooze_conversation".split()
)
RULE_2_10 = _BOTH | {"send_email_to_team", "send_email_transcript"}
RULE = RULE_2_10 | {"remove_label", "open_conversation", "change_priority", "add_private_note"}
MACRO_2_10 = _BOTH
MACRO = _BOTH | {"remove_label", "remove_assigned_team", "change_priority", "send_email_transcript", "add_private_note"}

_LABELS = ("add_label", "remove_label")
_TEXTS = ("send_message", "add_private_note", "send_webhook_event", "change_status", "change_priority")
_DONE = (
    "mute_conversation",
    "resolve_conversation",
    "snooze_conversation",
    "open_conversation",
    "remove_assigned_team",
)
_WORDS = {NOBODY: "nil", SELF: "self"}
_UNASSIGN = ("nil", "0")  # what assign_team takes for no team; written #0


def read(live: Any, world: World) -> list[Json]:
    """The field `actions` of a live rule or macro: one mapping with one key for each."""
    found = [each for each in live if isinstance(each, Mapping)] if isinstance(live, list) else []
    return [_action(str(each.get("action_name")), each.get("action_params"), world) for each in found]


def body(actions: Iterable[Fields], world: World) -> list[Json]:
    """The JSON column of actions. Raises names.Unknown."""
    return [
        {"action_name": _stored(word, world), "action_params": _params(word, value, world)}
        for action in actions
        for word, value in action.items()
    ]


def mentions(actions: Iterable[Fields]) -> Iterator[Mention]:
    """The objects that actions name."""
    for number, action in enumerate(actions):
        for word, value in action.items():
            path = f"actions[{number}].{word}"
            if word in _LABELS:
                yield from (Mention(f"{path}[{place}]", "label", each) for place, each in enumerate(value))
            elif word == "assign_team":
                yield Mention(path, "team", value)
            elif word == "assign_agent" and value not in _WORDS:
                yield Mention(path, "agent", value)
            elif word == "send_email_to_team":
                for place, each in enumerate(value["teams"]):
                    yield Mention(f"{path}.teams[{place}]", "team", each)


def problems(actions: Iterable[Fields], release: Release, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Actions, and words in them, that the release does not know.

    known: the actions of rules or of macros in this release
    """
    version = ".".join(str(part) for part in release)
    for number, action in enumerate(actions):
        for word, value in action.items():
            path = f"actions[{number}].{word}"
            if word not in known:
                yield path, f"Chatwoot {version} has no such action here; choose one of {', '.join(sorted(known))}"
            elif release >= AFTER_2_10:
                continue
            elif word == "assign_team" and is_nobody("team", value):
                yield path, f"Chatwoot {version} takes no conversation from its team; name a team"
            elif word == "assign_agent" and value in _WORDS:
                yield path, f"Chatwoot {version} does not know {value}; name an agent"
            elif word == "send_email_transcript" and CONTACT in value:
                yield path, f"Chatwoot {version} writes to addresses alone; remove {CONTACT}"


def _action(name: str, params: Any, world: World) -> Json:
    word = "assign_agent" if name == _stored("assign_agent", world) else name
    found = _value(word, params, world) if isinstance(params, list) else None
    if word in _DONE:
        found = True
    return {word: params if found is None else found}


def _value(word: str, params: list[Any], world: World) -> Any:
    """Parameters in the declaration's words; None when they have no form of ours."""
    first = params[0] if params else None
    if word in _LABELS and all(isinstance(each, str) for each in params):
        return sorted(params)
    if word == "assign_team" and (not params or str(first).isdigit() or first in _UNASSIGN):
        return world.names.name("team", int(str(first)) if str(first).isdigit() else 0)
    if word == "assign_agent":
        if str(first).isdigit():
            return world.names.name("agent", int(str(first)))
        return {stored: said for said, stored in _WORDS.items()}.get(str(first))
    if word == "send_email_to_team" and isinstance(first, Mapping):
        teams = [int(each) for each in first.get("team_ids") or () if str(each).isdigit()]
        return {
            "teams": sorted(world.names.name("team", each) for each in teams),
            "message": first.get("message") or "",
        }
    if word == "send_email_transcript" and all(isinstance(each, str) for each in params):
        return sorted(each.strip() for part in params for each in part.split(",") if each.strip())
    if word in _TEXTS and len(params) == 1 and isinstance(first, str):
        return "none" if word == "change_priority" and first == "nil" else first
    return None


def _params(word: str, value: Any, world: World) -> list[Any]:
    if word in _DONE:
        return []
    if word in _LABELS:
        return list(value)
    if word == "assign_team":
        return [world.names.id("team", value)]
    if word == "assign_agent":
        return [_WORDS[value] if value in _WORDS else world.names.id("agent", value)]
    if word == "send_email_to_team":
        return [{"team_ids": [world.names.id("team", each) for each in value["teams"]], "message": value["message"]}]
    if word == "send_email_transcript":
        return [",".join(value)]  # one text: 4.10 splits it, 2.10 takes it as the header of one mail
    return ["nil" if word == "change_priority" and value == "none" else value]


def _stored(word: str, world: World) -> str:
    # The same action under another name until 2.11 (chatwoot.md 1.6).
    return "assign_best_agent" if word == "assign_agent" and not world.since(*AFTER_2_10) else word
