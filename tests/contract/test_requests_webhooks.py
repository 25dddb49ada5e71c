"""Webhooks, canned responses and dashboard apps: our requests beside the recorded ones, and recorded answers."""

from typing import Any

import pytest

from deploy.objects.difference import differences
from deploy.objects.kind import Kind
from deploy.objects.kinds.canned_responses import CannedResponses
from deploy.objects.kinds.dashboard_apps import DashboardApps
from deploy.objects.kinds.webhooks import Webhooks
from deploy.objects.world import World
from deploy.settings.objects.webhooks import EVENTS
from tests.contract.recordings import VERSIONS
from tests.contract.requests import accepted, recorded, recordings, same_shape, valid
from tests.examples import canned_responses, dashboard_apps, webhooks
from tests.unit.objects_world import account, declared

A = "/api/v1/accounts/1"


def world(version: str) -> World:
    """The release, and the inboxes that examples and recordings name."""
    made = World(tuple(int(part) for part in version.split(".")), 1)  # type: ignore[arg-type]
    made.names.learn("inbox", {"Orders": 1, "Web site": 2})
    return made


def examples(kind: Kind, version: str) -> list[dict[str, Any]]:
    """Both examples of a type."""
    if kind.noun == "webhook":
        release = world(version).release
        return [*webhooks.full(release), *webhooks.bent(release)]
    module = {"canned response": canned_responses, "dashboard app": dashboard_apps}[kind.noun]
    return [*module.FULL, *module.BENT]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", [Webhooks(), CannedResponses(), DashboardApps()], ids=lambda kind: kind.section)
def test_what_we_send_is_known(version: str, kind: Kind) -> None:
    for each in examples(kind, version):
        body = kind.body(each, world(version))
        assert same_shape(body, accepted(version, kind.section)) == []
        assert valid(version, "POST", f"{A}{kind.path}", body) == []
        assert valid(version, "PATCH", f"{A}{kind.path}/1", body) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("kind", "case", "given"),
    [
        (CannedResponses(), "create", {"short_code": "hola", "content": "Hola, {{contact.name}}"}),
        (CannedResponses(), "create-upper", {"short_code": "HOLA", "content": "x"}),
        (CannedResponses(), "update", {"short_code": "hola", "content": "Buenas"}),
        (DashboardApps(), "create", {"title": "CRM", "url": "https://crm.example.com"}),
        (Webhooks(), "create-wrapped", {"url": "http://listener.test/wrapped", "subscriptions": ["message_created"]}),
        (
            Webhooks(),
            "create-with-inbox",
            {"url": "http://listener.test/inb", "subscriptions": ["message_created"], "inbox": "Orders"},
        ),
    ],
    ids=lambda value: value.section if isinstance(value, Kind) else None,
)
def test_recorded_answers_are_as_declared(version: str, kind: Kind, case: str, given: dict[str, Any]) -> None:
    answer = recorded(version, kind.section, case).response["json"]
    live = kind.live(answer["payload"]["webhook"] if kind.noun == "webhook" else answer, world(version))
    ((_, (one,)),) = declared(account(**{kind.section: [given]}))
    assert (live.key, differences(one.fields, live.fields)) == (one.key, ())
    assert live.id == (answer["payload"]["webhook"] if kind.noun == "webhook" else answer)["id"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_event_that_a_release_takes_is_known_with_its_release(version: str) -> None:
    cases = [
        each
        for each in recordings(version, "webhooks")
        if each.name.startswith("create-")
        and each.request["json"].get("url", "").startswith("http://listener.test/one/")
    ]
    taken = {each.request["json"]["subscriptions"][0] for each in cases if each.response["status"] == 200}
    ours = {event for event, since in EVENTS.items() if since <= world(version).release}
    # Taken and never delivered (chatwoot.md 4.1): refused by the settings.
    assert taken - ours == ({"inbox_created", "inbox_updated"} if version == "4.10.0" else set())
    assert ours <= taken
