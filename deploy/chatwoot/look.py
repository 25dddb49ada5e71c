"""What the queries answered, as data."""

import json
from typing import Any

from deploy.chatwoot.installation import value
from deploy.chatwoot.queries import answers
from deploy.checks.application import ApplicationState, SidekiqProcess


def application(output: list[str]) -> ApplicationState | None:
    """Chatwoot's state, or None when database or Redis did not answer: nothing runs, or nothing is prepared yet."""
    found = answers("\n".join(output))
    database, redis = (_json(found.get(name, "")) for name in ("database", "redis"))
    if database is None or redis is None:
        return None
    accounts: dict[str, int] = {}
    features: dict[str, int] = {}
    for account in database["accounts"]:
        accounts.setdefault(account["name"], account["id"])  # names are not unique: the oldest is ours
        features.setdefault(account["name"], account["features"])
    return ApplicationState(
        schema_version=database["schema_version"],
        accounts=accounts,
        super_admins=tuple(database["super_admins"]),
        administrators=frozenset((each["email"], each["account"]) for each in database["administrators"]),
        service_user=database["service_user"],
        platform_app=database["platform_app"],
        permitted=frozenset((each["type"], each["id"]) for each in database["permitted"]),
        installation={name: value(stored) for name, stored in database["installation"].items()},
        onboarding=bool(redis["onboarding"]),
        cron_jobs=tuple(sorted(_list(redis["cron_jobs"]))),
        processes=tuple(_processes(_list(redis["processes"]))),
        waiting=dict(redis["waiting"]),
        features=features,
    )


def _processes(infos: list[str]) -> list[SidekiqProcess]:
    # A process that died stays in the set without its hash for a while: its info is empty.
    known = [json.loads(info) for info in infos]
    return [
        SidekiqProcess(info["hostname"], tuple(dict.fromkeys(info.get("queues", ()))))
        for info in known
        if "hostname" in info
    ]


def _list(answer: Any) -> list[Any]:
    return list(answer)  # Lua has one kind of table: an empty list arrives as {}


def _json(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
