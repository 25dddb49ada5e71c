"""Settings of an account: our requests beside the recorded ones, and recorded answers that need no change."""

from typing import Any

import pytest

from deploy.objects.declared import from_mapping, wanted
from deploy.objects.difference import differences
from deploy.objects.kinds.account import AccountKind
from deploy.objects.world import World
from deploy.settings.objects.features import FLAGS, enabled
from tests.contract.recordings import VERSIONS, folder
from tests.contract.requests import accepted, recorded, recordings, same_shape, valid
from tests.examples import account as examples
from tests.unit.objects_world import account

KIND = AccountKind()
A = "/api/v1/accounts/1"
# chatwoot.md 1.3; null where it takes a setting away (swagger 4.10.0: nullable).
WRITABLE: dict[str, Any] = {
    "auto_resolve_duration": (int, type(None)),
    "auto_resolve_after": (int, type(None)),
    "auto_resolve_ignore_waiting": bool,
    "auto_resolve_label": (str, type(None)),
    "audio_transcriptions": bool,
    "conversation_required_attributes": list,
    "industry": str,
    "company_size": str,
}


def world(version: str) -> World:
    """The release."""
    return World(tuple(int(part) for part in version.split(".")), 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("example", [examples.full, examples.bent])
def test_what_we_send_is_known(version: str, example: Any) -> None:
    used = world(version)
    (found,) = wanted(KIND, account(**example(used.release)), "accounts[0]", from_mapping({})) or []
    body = KIND.body(found.fields, used)
    assert same_shape(body, accepted(version, "accounts"), WRITABLE) == []
    assert valid(version, "PATCH", A, body) == []
    assert "name" not in body
    assert "features" not in body


@pytest.mark.parametrize("version", VERSIONS)
def test_off_is_null(version: str) -> None:
    body = KIND.body({"auto_resolve_minutes": 0}, world(version))
    assert list(body.values()) == [None]
    assert same_shape(body, accepted(version, "accounts"), WRITABLE) == []
    assert valid(version, "PATCH", A, body) == []


def test_flags_are_like_the_recorded_creation() -> None:
    live = KIND.live(recorded("4.10.0", "accounts", "show").response["json"], world("4.10.0"))
    body = KIND.flags(live, {"features": {**live.fields["features"], "macros": False, "sla": True}})
    assert body == {"features": {"macros": False, "sla": True}}
    known = recorded("4.10.0", "platform", "account-create").request["json"]
    assert same_shape(body, known, {"features.sla": bool}) == []
    assert valid("4.10.0", "PATCH", "/platform/api/v1/accounts/1", body) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_answers_are_as_declared(version: str) -> None:
    used = world(version)
    old = version == "2.10.0"
    said = {"auto_resolve_minutes": 14400} if old else {"auto_resolve_minutes": 1440, "auto_resolve_message": "bye"}
    about = {} if old else {"timezone": "Europe/Madrid", "features": {"macros": True, "sla": False}}
    declared = {"locale": "es", "domain": "example.com", "support_email": "help@example.com", **said, **about}
    answer = recorded(version, "accounts", "update-auto-resolve" if old else "update-settings").response["json"]
    (found,) = wanted(KIND, account(name="Acme SL", **declared), "", from_mapping({})) or []
    assert differences(found.fields, KIND.read(answer, used)) == ()
    bent = {**found.fields, "auto_resolve_minutes": 2880, "locale": "de"}
    assert [each.field for each in differences(bent, KIND.read(answer, used))] == ["locale", "auto_resolve_minutes"]
    fresh = KIND.read(recorded(version, "accounts", "show").response["json"], used)
    assert (fresh["auto_resolve_minutes"], "domain" in fresh) == (0, False)


def test_bits_are_the_names_that_answers_show() -> None:
    flags = recorded("2.10.0", "platform", "account-create").response["json"]["feature_flags"]
    shown = recorded("2.10.0", "accounts", "show").response["json"]["features"]
    assert enabled(flags) == set(shown)


@pytest.mark.parametrize("version", VERSIONS)
def test_flags_are_those_of_the_release(version: str) -> None:
    import json

    recordings(version, "accounts")  # or the test is left out
    rows = json.loads((folder().parent / "schema" / version / "installation_configs.json").read_text())
    (row,) = [each for each in rows if each["name"] == "ACCOUNT_LEVEL_FEATURE_DEFAULTS"]
    names = [each["name"] for each in row["value"]]
    assert names == FLAGS[: len(names)]
    assert len(names) == (19 if version == "2.10.0" else 60)
