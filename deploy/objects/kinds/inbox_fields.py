"""The part of an inbox that every channel has, in the declaration's words and in Chatwoot's (chatwoot.md 1.4)."""

from collections.abc import Iterable
from typing import Any

from deploy.objects.kind import Fields, Json
from deploy.objects.world import AFTER_2_10, Release, World
from deploy.settings.objects.inboxes.hours import ALL_DAY, CLOSED

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")  # day_of_week 0 to 6
_SWITCHES = (
    "greeting_enabled enable_email_collect csat_survey_enabled enable_auto_assignment working_hours_enabled "
    "allow_messages_after_resolved"
).split()
_TEXTS = ("greeting_message", "out_of_office_message")
# First release that has it (chatwoot.md 1.4); the portal of an inbox is not in 2.10, and in 4.10 it is.
_SINCE = {
    "lock_to_single_conversation": (2, 12, 0),
    "portal": AFTER_2_10,
    "sender_name_type": (2, 17, 0),
    "business_name": (2, 17, 0),
    "csat": (4, 2, 0),
}
# Chatwoot's own, put in when a survey is changed through the API (recordings, update-new-fields, 4.10.0).
_CSAT = {"display_type": "emoji", "message": "", "button_text": "Please rate us", "language": "en"}
_RULES = {"operator": "contains", "values": []}
OWN = frozenset({*_SWITCHES, *_TEXTS, *_SINCE, "name", "time_zone"} - {"portal"})


def problems(fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
    """What this release lacks (kind.Kind.problems)."""
    for name, since in _SINCE.items():
        if fields.get(name) is not None and release < since:
            number = f"{since[0]}.{since[1]}"
            yield name, f"this release does not know it; remove it or declare Chatwoot {number} or later"


def read(live: Json, world: World) -> dict[str, Any]:
    """Everything that this release shows."""
    found: dict[str, Any] = {"name": live["name"]}
    found |= {name: bool(live.get(name)) for name in _SWITCHES}
    found |= {name: live.get(name) or "" for name in _TEXTS}
    found["time_zone"] = live["timezone"]
    found["working_hours"] = {_DAYS[each["day_of_week"]]: _hours(each) for each in live.get("working_hours") or ()}
    if world.since(*_SINCE["lock_to_single_conversation"]):
        found["lock_to_single_conversation"] = bool(live.get("lock_to_single_conversation"))
    if world.since(*_SINCE["business_name"]):
        found["sender_name_type"] = live.get("sender_name_type")
        found["business_name"] = live.get("business_name") or ""
    if world.since(*_SINCE["portal"]):
        found["portal"] = (live.get("help_center") or {}).get("slug") or ""
    if world.since(*_SINCE["csat"]):
        found["csat"] = _survey(live.get("csat_config") or {})
    return found


def body(fields: Fields, raw: Json) -> Json:
    """The inbox's own part of a request, without working hours, which a POST does not take (chatwoot.md 1.4).

    raw: the live inbox; {} for a new one
    """
    found = {name: fields[name] for name in fields if name in OWN - {"csat", "time_zone"}}
    if "time_zone" in fields:
        found["timezone"] = fields["time_zone"]
    if "csat" in fields:
        # A template is made in the dashboard: it is kept. Rules and texts are sent whole.
        survey = {key: value for key, value in (raw.get("csat_config") or {}).items() if key == "template"}
        found["csat_config"] = survey | _survey(fields["csat"])
    return found


def hours(declared: Fields) -> list[Json]:
    """Working hours in the words of a request.

    declared: day to hours, as WorkingHours has them
    """
    return [
        _row(_DAYS.index(day), text) for day, text in sorted(declared.items(), key=lambda each: _DAYS.index(each[0]))
    ]


def _row(day: int, text: str) -> Json:
    row: Json = {"day_of_week": day, "closed_all_day": text == CLOSED, "open_all_day": text == ALL_DAY}
    if text == CLOSED:
        return row
    opening, _, closing = ("00:00-23:59" if text == ALL_DAY else text).partition("-")
    for name, time in (("open", opening), ("close", closing)):
        hour, _, minute = time.partition(":")
        row |= {f"{name}_hour": int(hour), f"{name}_minutes": int(minute)}
    return row


def _hours(row: Json) -> str:
    if row["closed_all_day"] or row["open_all_day"]:
        return CLOSED if row["closed_all_day"] else ALL_DAY
    return "{open_hour:02}:{open_minutes:02}-{close_hour:02}:{close_minutes:02}".format(**row)


def _survey(config: Fields) -> dict[str, Any]:
    """The survey as it acts: what is not said is Chatwoot's own."""
    rules = config.get("survey_rules") or {}
    whole = {key: config[key] if config.get(key) is not None else default for key, default in _CSAT.items()}
    return whole | {
        "survey_rules": {
            "operator": rules.get("operator") or _RULES["operator"],
            "values": sorted(rules.get("values") or ()),
        }
    }
