"""Integration hooks: app and inbox are the key, and fixed after creation (chatwoot.md 1.3, 1.6)."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from deploy.chatwoot.clear import Clear
from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.secret import Secret, revealed
from deploy.objects.world import AFTER_2_10, World
from deploy.settings.objects.integrations import HOOKS

_APPS_2_10 = frozenset({"dialogflow", "fullcontact"})
_APPS = frozenset(HOOKS) - {"fullcontact"}
_LAST = (4, 10, 0)  # the first release seen without fullcontact
_OUTSIDE = ("type", "inbox", "enabled")
# Whose setup is a job after creation alone (app/jobs/crm/setup_job.rb, 4.10.0): endpoint and activities would stay
# those of the account before. It finds its activities again by their names.
_SET_UP_ONCE = {"leadsquared": frozenset({"access_key", "secret_key", "enabled"})}
_SECRETS = frozenset({"api_key", "access_key", "secret_key"})
_DOCUMENT = "credentials"  # an object in Chatwoot, a JSON text among our secrets
_NUMBERS = frozenset({"conversation_activity_score", "transcript_activity_score"})  # texts in Chatwoot


class Document(Secret):
    """A live secret that is a JSON document: equal to every text of the same content."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        try:
            return bool(json.loads(self.reveal()) == json.loads(other.reveal()))
        except ValueError:
            return False

    __hash__ = Secret.__hash__


class NoDocument(Refused):
    """The secret is no JSON object; nothing was sent."""

    def __init__(self, app: str) -> None:
        OperatorError.__init__(
            self, f"the secret of its {_DOCUMENT} is no JSON object; give the whole key file that Google made for {app}"
        )
        self.status = 0


class Integrations(Kind):
    """`A/integrations/hooks`, listed by `GET A/integrations/apps` alone.

    2.10 answers status false right after creation, so `enabled` is no field there.
    """

    noun, section, path = "integration", "integrations", "/integrations/hooks"
    refers = ("inbox",)

    def key(self, fields: Fields) -> str:
        return f"{fields['type']} of {fields['inbox']}" if "inbox" in fields else str(fields["type"])

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        if "inbox" in fields:
            yield Mention("inbox", "inbox", fields["inbox"])

    def problems(self, fields: Fields, release: tuple[int, int, int]) -> Iterable[tuple[str, str]]:
        later, version = release >= AFTER_2_10, ".".join(str(part) for part in release)
        apps = _APPS_2_10 if not later else _APPS if release >= _LAST else _APPS | _APPS_2_10
        if fields["type"] not in apps:
            # Chatwoot would make a hook of any app (chatwoot.md 1.8).
            yield "type", f"Chatwoot {version} has no app {fields['type']}; choose one of {', '.join(sorted(apps))}"
        elif not later:
            for key in ("region", "enabled"):
                if key in fields:
                    yield key, f"Chatwoot {version} does not know it; remove it"

    def foreign(self, live: Json, world: World) -> bool:
        return live["app_id"] not in HOOKS  # made in a browser, as Slack's

    def list(self, client: Client) -> list[Json]:
        apps = client.get("/integrations/apps", f"the integrations of account {client.name}")["payload"]
        return [hook for app in apps for hook in app["hooks"]]

    def read(self, live: Json, world: World) -> Fields:
        found: dict[str, Any] = {"type": live["app_id"]}
        if live["inbox"]:
            found["inbox"] = world.names.name("inbox", live["inbox"]["id"])
        if world.since(*AFTER_2_10):
            found["enabled"] = bool(live["status"])
        if live["app_id"] not in HOOKS:
            return found
        known = HOOKS[live["app_id"]].model_fields
        settings = {key: _said(key, value) for key, value in (live["settings"] or {}).items() if key in known}
        return found | settings

    def body(self, fields: Fields, world: World) -> Json:
        found: Json = {"app_id": fields["type"], "settings": _settings(fields)}
        if "inbox" in fields:
            found["inbox_id"] = world.names.id("inbox", fields["inbox"])
        return found | _status(fields)

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        if changed & _SET_UP_ONCE.get(str(fields["type"]), frozenset()) and fields.get("enabled", True):
            self.delete(client, live, world, what)
            client.post(self.path, self.body(fields, world), what)
            return
        # What the app itself noted beside our settings would be lost: the JSON column is replaced as a whole.
        settings = {**(live.raw["settings"] or {}), **_settings(fields)}
        status = _status(fields) if "enabled" in changed else {}
        client.patch(f"{self.path}/{live.id}", {"settings": settings, **status}, what)


def _said(key: str, value: Any) -> Any:
    if key in _SECRETS:
        return Secret(str(value))
    if key == _DOCUMENT:
        return Document(json.dumps(value))
    return int(value) if key in _NUMBERS and re.fullmatch(r"-?[0-9]+", str(value)) else value


def _settings(fields: Fields) -> Json:
    """What goes into the column `settings`, secrets in the clear. Raises NoDocument."""
    found: dict[str, Any] = {key: value for key, value in fields.items() if key not in _OUTSIDE}
    for key, value in found.items():
        if key in _NUMBERS:
            found[key] = str(value)
        elif key == _DOCUMENT:
            found[key] = _object(value, str(fields["type"]))
    plain: Json = revealed(found)
    return plain


def _object(secret: Secret, app: str) -> Mapping[str, Any]:
    try:
        found = json.loads(secret.reveal())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NoDocument(app)
    return {key: Clear(value) if isinstance(value, str) else value for key, value in found.items()}


def _status(fields: Fields) -> Json:
    return {"status": "enabled" if fields["enabled"] else "disabled"} if "enabled" in fields else {}
