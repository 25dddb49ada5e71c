"""The settings of the account itself: one object, which the bootstrap makes, and which nobody deletes here."""

from collections.abc import Iterable, Sequence
from typing import Any

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind, Live, Mention
from deploy.objects.world import Release, World
from deploy.settings.accounts import Account
from deploy.settings.objects.account import AccountSettings
from deploy.settings.objects.features import BY_PLATFORM, FLAGS, lacks
from deploy.settings.section import Section

_MINUTES = (4, 2, 0)  # migration 20250421085134: from auto_resolve_duration, days, to accounts.settings, minutes
_DAY = 24 * 60
# First release that may have it. `settings` came with 4.2, and a key that a later release brought is dropped by an
# earlier one with a 200: reading back tells (chatwoot.md 1.3 knows 2.10 and 4.10 alone).
_SINCE = {
    **dict.fromkeys(("auto_resolve_message", "auto_resolve_ignore_waiting", "auto_resolve_label"), _MINUTES),
    **dict.fromkeys(("audio_transcriptions", "conversation_required_attributes"), _MINUTES),
    **dict.fromkeys(("industry", "company_size", "timezone"), (3, 0, 0)),
}
_SETTINGS = ("auto_resolve_message", "auto_resolve_label")
_FLAGS = ("auto_resolve_ignore_waiting", "audio_transcriptions")
_ABOUT = ("industry", "company_size", "timezone")


class Elsewhere:
    """What stands for a field that the bootstrap brings to what is declared: it is as wanted here, whatever that is."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class AccountKind(Kind):
    """`GET/PATCH A`. PATCH merges, so only what differs is sent: an answer shows the installation's support e-mail
    where the account has none (Account#support_email), and that must not be written into the account.

    Feature flags are written through the platform API since 2.11; before, by deploy/chatwoot/bootstrap.py.
    """

    noun, section, path = "account", "", ""  # its keys stand in the account's own declaration
    made = False

    def declared(self, account: Account) -> Sequence[Section] | None:
        found = AccountSettings.model_construct(
            **{name: getattr(account, name) for name in AccountSettings.model_fields}
        )
        silent = all(getattr(found, name) is None for name in AccountSettings.model_fields if name != "name")
        return None if silent else [found]

    def where(self, account: str, number: int) -> str:
        return account

    def subject(self, key: str, account: str) -> str:
        return f"account {account}"

    def key(self, fields: Fields) -> str:
        name: str = fields["name"]
        return name

    def mentions(self, fields: Fields) -> Iterable[Mention]:
        if fields.get("auto_resolve_label"):
            yield Mention("auto_resolve_label", "label", fields["auto_resolve_label"])
        for number, key in enumerate(fields.get("conversation_required_attributes", ())):
            yield Mention(f"conversation_required_attributes[{number}]", "custom attribute", key)

    def problems(self, fields: Fields, release: Release) -> Iterable[tuple[str, str]]:
        for name, since in _SINCE.items():
            if name in fields and release < since:
                yield name, f"this release has no such setting; remove it or install {since[0]}.{since[1]} or later"
        minutes = fields.get("auto_resolve_minutes", 0)
        if release < _MINUTES and (minutes % _DAY or minutes > 999 * _DAY):
            yield (
                "auto_resolve_minutes",
                "this release counts in days; use a multiple of 1440, from 1440 to 1438560 (999 days)",
            )
        for name in fields.get("features", ()):
            if lacks(name, release):
                yield f"features.{name}", "this release has no such feature flag; remove it or correct the name"

    def foreign(self, live: Json, world: World) -> bool:
        return True

    def list(self, client: Client) -> list[Json]:
        return [client.get("", f"the settings of account {client.name}")]

    def read(self, live: Json, world: World) -> Fields:
        found: dict[str, Any] = {"name": live["name"], "locale": live["locale"]}
        # Never set is null, and a declaration cannot take them away again.
        found |= {name: live[name] for name in ("domain", "support_email") if live.get(name)}
        flags = {name: False for name in FLAGS if not lacks(name, world.release)} | dict(live["features"])
        if world.since(*_MINUTES):
            settings = live["settings"]
            found["auto_resolve_minutes"] = settings.get("auto_resolve_after") or 0
            found |= {name: settings.get(name) or "" for name in _SETTINGS}
            found |= {name: bool(settings.get(name)) for name in _FLAGS}
            found["conversation_required_attributes"] = settings.get("conversation_required_attributes") or []
        else:
            found["auto_resolve_minutes"] = (live["auto_resolve_duration"] or 0) * _DAY
        if world.since(*_SINCE["timezone"]):
            about = live.get("custom_attributes") or {}  # left out of the answer while it is empty (4.10)
            found |= {name: about.get(name) or "" for name in _ABOUT}
        found["features"] = Elsewhere() if world.bootstrapped and not world.since(*BY_PLATFORM) else flags
        return found

    def body(self, fields: Fields, world: World) -> Json:
        found = {name: value for name, value in fields.items() if name not in ("name", "features")}
        if "auto_resolve_minutes" in found:
            minutes = found.pop("auto_resolve_minutes") or None
            if world.since(*_MINUTES):
                found["auto_resolve_after"] = minutes
            else:
                found["auto_resolve_duration"] = minutes and minutes // _DAY
        if found.get("auto_resolve_label") == "":
            found["auto_resolve_label"] = None
        return found

    def update(
        self, client: Client, live: Live, fields: Fields, changed: frozenset[str], world: World, what: str
    ) -> None:
        body = self.body({name: fields[name] for name in changed}, world)
        if body:
            client.patch("", body, what)
        if "features" in changed:
            client.as_platform("PATCH", f"/accounts/{live.id}", f"the features of {what}", self.flags(live, fields))

    def flags(self, live: Live, fields: Fields) -> Json:
        """Body of the platform request: the flags that differ; an unknown one fails with the rest undone."""
        before = live.fields["features"]
        return {"features": {name: on for name, on in fields["features"].items() if before.get(name) != on}}
