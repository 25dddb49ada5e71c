"""Settings of an account itself: units and keys by release, what is sent, flags, wrong values."""

from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.objects.check import problems
from deploy.objects.declared import from_mapping, wanted
from deploy.objects.difference import differences
from deploy.objects.kinds.account import AccountKind
from deploy.objects.plan import plan
from deploy.objects.world import Release, World
from deploy.settings.load import load
from tests.unit.declaration import SMALLEST
from tests.unit.objects_world import _answer, account, client

KIND = AccountKind()
OLD: dict[str, Any] = {
    "id": 7,
    "name": "Acme",
    "locale": "en",
    "domain": None,
    "support_email": None,
    "auto_resolve_duration": 10,
    "features": {"macros": True},
}
NEW: dict[str, Any] = {
    **{key: value for key, value in OLD.items() if key != "auto_resolve_duration"},
    "settings": {"auto_resolve_after": 1440, "auto_resolve_message": "bye"},
    "custom_attributes": {"timezone": "Europe/Madrid", "plan_name": None},
}


class Server(requests.Session):
    """Takes every request."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str, Any]] = []

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        self.asked.append((method, str(url).removeprefix("http://chat.example.com"), options.get("json")))
        return _answer(200, NEW)


def sent(release: Release, live: dict[str, Any], **declared: Any) -> list[tuple[str, str, Any]]:
    """The requests that bring a live account to what is declared."""
    world, server = World(release, 7), Server()
    found = wanted(KIND, account(**declared), "accounts[0]", from_mapping({}))
    assert found is not None
    for step in plan(KIND, found, [KIND.live(live, world)]).steps:
        assert step.live is not None
        assert step.wanted is not None
        fields = {**step.live.fields, **step.wanted.fields}
        changed = frozenset(each.field.partition(".")[0] for each in step.changes)
        KIND.update(client(server), step.live, fields, changed, world, step.subject("Acme"))
    return server.asked


def said(release: str, **declared: Any) -> list[str]:
    """What check says."""
    accounts = [{"name": "Acme", **declared}]
    return problems(load(SMALLEST | {"accounts": accounts, "chatwoot": {"version": release}}, "vps1"))


def test_an_account_without_settings_declares_none() -> None:
    assert wanted(KIND, account(labels=[]), "accounts[0]", from_mapping({})) is None
    (found,) = wanted(KIND, account(locale="es"), "accounts[0]", from_mapping({})) or []
    assert (found.key, found.path, found.fields) == ("Acme", "accounts[0]", {"name": "Acme", "locale": "es"})


def test_one_that_is_not_there_is_made_by_the_bootstrap() -> None:
    found = wanted(KIND, account(locale="es"), "accounts[0]", from_mapping({}))
    assert plan(KIND, found or (), []).steps == ()


def test_it_is_read_in_minutes_and_only_what_differs_is_sent() -> None:
    ten_days = {"auto_resolve_minutes": 14400}
    assert sent((2, 10, 0), OLD, **ten_days, locale="en") == []
    assert sent((4, 1, 0), OLD | {"auto_resolve_duration": 9}, **ten_days) == [
        ("PATCH", "/api/v1/accounts/7", {"auto_resolve_duration": 10})
    ]
    assert sent((4, 2, 0), NEW, **ten_days, locale="es", auto_resolve_message="bye", timezone="Europe/Madrid") == [
        ("PATCH", "/api/v1/accounts/7", {"auto_resolve_after": 14400, "locale": "es"})
    ]
    for release, live, name in (
        ((2, 10, 0), OLD, "auto_resolve_duration"),
        ((4, 10, 0), NEW, "auto_resolve_after"),
    ):
        assert sent(release, live, auto_resolve_minutes=0) == [("PATCH", "/api/v1/accounts/7", {name: None})]
    assert sent((4, 10, 0), NEW | {"settings": {}}, auto_resolve_minutes=0, auto_resolve_label="") == []


def test_no_label_is_null_because_an_empty_one_would_be_added() -> None:
    live = NEW | {"settings": {"auto_resolve_label": "vip"}}
    assert sent((4, 10, 0), live, auto_resolve_label="") == [
        ("PATCH", "/api/v1/accounts/7", {"auto_resolve_label": None})
    ]


def test_the_installation_s_support_address_is_not_written_into_the_account() -> None:
    live = NEW | {"support_email": "installation@example.com"}
    assert sent((4, 10, 0), live, domain="example.com") == [("PATCH", "/api/v1/accounts/7", {"domain": "example.com"})]


def test_flags_go_to_the_platform_and_only_those_that_differ() -> None:
    asked = sent((4, 10, 0), NEW, features={"macros": True, "sla": False, "crm": True})
    assert asked == [("PATCH", "/platform/api/v1/accounts/7", {"features": {"crm": True}})]
    assert sent((2, 10, 0), OLD, features={"macros": False, "crm": True}) == []  # the bootstrap's


def test_where_no_bootstrap_comes_its_flags_are_compared_too() -> None:
    wanted = {"features": {"macros": False}}
    assert differences(wanted, KIND.read(OLD, World((2, 10, 0)))) == ()
    found = differences(wanted, KIND.read(OLD, World((2, 10, 0), bootstrapped=False)))
    assert [str(each) for each in found] == ["features.macros: true becomes false"]


def test_the_plan_names_a_flag() -> None:
    live = KIND.read(NEW, World((4, 10, 0)))
    assert [str(each) for each in differences({"features": {"sla": True, "macros": True}}, live)] == [
        "features.sla: false becomes true"
    ]


@pytest.mark.parametrize(
    ("release", "declared", "message"),
    [
        (
            "2.10.0",
            {"auto_resolve_minutes": 1500},
            "accounts[0].auto_resolve_minutes: this release counts in days. Use a multiple of 1440, from 1440 to "
            "1438560 (999 days)",
        ),
        ("4.1.0", {"auto_resolve_minutes": 1439856}, "accounts[0].auto_resolve_minutes: this release counts in days."),
        (
            "2.10.0",
            {"auto_resolve_message": "bye"},
            "accounts[0].auto_resolve_message: this release has no such setting. Remove it or install 4.2 or later",
        ),
        ("2.10.0", {"timezone": "Europe/Madrid"}, "accounts[0].timezone: this release has no such setting. Remove it"),
        (
            "2.10.0",
            {"features": {"crm": True}},
            "accounts[0].features.crm: this release has no such feature flag. Remove it or correct the name",
        ),
        ("4.10.0", {"features": {"macro": True}}, "accounts[0].features.macro: this release has no such feature flag."),
        (
            "4.10.0",
            {"labels": [], "auto_resolve_label": "VIP"},
            "accounts[0].auto_resolve_label: accounts[0].labels declares no label vip. Declare it there",
        ),
        (
            "4.10.0",
            {"custom_attributes": [], "conversation_required_attributes": ["order"]},
            "accounts[0].conversation_required_attributes[0]: accounts[0].custom_attributes declares no custom "
            "attribute order.",
        ),
    ],
)
def test_what_a_release_cannot_take_is_told(release: str, declared: dict[str, Any], message: str) -> None:
    (found,) = said(release, **declared)
    assert found.startswith(message)


def test_what_it_can_take_is_not() -> None:
    assert said("2.10.0", auto_resolve_minutes=1438560, features={"macros": True}, domain="example.com") == []
    assert said("4.10.0", auto_resolve_minutes=10, features={"csat_review_notes": True}, timezone="UTC") == []
    assert said("3.5.2", features={"csat_review_notes": True}) == []  # Chatwoot itself will tell


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"auto_resolve_minutes": 9}, r"auto_resolve_minutes: .* is out of range. Use 0 for never, or 10 to 1439856"),
        ({"auto_resolve_minutes": 1439857}, "auto_resolve_minutes: .* is out of range"),
        ({"locale": "xx"}, "locale: 'xx' is not a language of Chatwoot"),
        ({"domain": "https://x.example.com"}, "domain: .* is not a host name"),
        ({"support_email": "nope"}, "support_email: .* is not an e-mail address"),
        ({"timezone": "Madrid"}, "timezone: .* is not an IANA time zone"),
        ({"features": {"Macros!": True}}, "features: .*Macros! is no name of a feature flag"),
        ({"conversation_required_attributes": ["a", "a"]}, "conversation_required_attributes: .*names a twice"),
    ],
)
def test_wrong_values_are_refused(declared: dict[str, Any], message: str) -> None:
    with pytest.raises(OperatorError, match=rf"accounts\[0\]\.{message}"):
        load(SMALLEST | {"accounts": [{"name": "Acme", **declared}]}, "vps1")
