"""The gate of an upgrade: what is wrong keeps it shut and is told, and what only takes its time does not."""

import io
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import requests

from deploy.checks.application import ApplicationState
from deploy.errors import OperatorError
from deploy.stack.facts import Stack
from deploy.stack.services import services
from deploy.stack.state import Container, StackState
from deploy.upgrades import gate
from tests.unit.declaration import settings
from tests.unit.test_chatwoot_client import FakeSession
from tests.unit.test_chatwoot_needed import DONE
from tests.unit.upgrade_world import World, host

SETTINGS = settings(project="p", chatwoot={"version": "4.11.0-ce"})
OLDER, SCHEMA, NEWER = "20260114201315", "20260220000001", "20260301000001"
OPEN = replace(DONE, onboarding=True, super_admins=("evil@example.com",), installation={}, processes=())
OPEN_IDS = ["onboarding-open", "super-admin-unknown", "signup-open", "worker-dead"]
GOOD, OTHER, LOST = {"version": "4.11.0"}, {"version": "4.10.0"}, requests.exceptions.ConnectionError("refused")
ORDER = ["web.prove p-chatwoot", f"gate.current {SCHEMA}", "workers.prove", "gate.settled", "gate.stored"]


REST = ", ".join(f"{name} running healthy" for name in services(SETTINGS) if name != "migrate")


class Clock:
    """Goes on only while somebody sleeps, and fails instead of a wait without end."""

    now, looks = 0, 0

    def monotonic(self) -> int:
        self.looks += 1
        assert self.looks < 1000, "nobody sleeps"
        return self.now

    def sleep(self, seconds: int) -> None:
        self.now += seconds
        assert self.now < 1000, "the patience has no end"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the gate."""
    monkeypatch.setattr(gate, "time", found := Clock())
    return found


def turns(*answers: Any) -> Callable[..., Any]:
    """Gives one answer after the other, the last one for ever."""
    left = list(answers)
    return lambda *_, **__: left.pop(0) if len(left) > 1 else left[0]


class Site(FakeSession):
    """The site through the proxy. answers: of /api and of /cable, each time that it is asked anew; errors are raised"""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: tuple[Any, Any]) -> None:
        super().__init__(self._answer)
        self.next, self.streamed = turns(*answers), list[Any]()
        monkeypatch.setattr(gate, "public", SimpleNamespace(session=lambda *_: self))

    def request(self, *given: Any, **options: Any) -> requests.Response:
        self.streamed.append(options.get("stream"))
        answer = super().request(*given, **options)
        answer.raw = io.BytesIO()  # something to close
        return answer

    def _answer(self, _: str, url: str, __: Any) -> tuple[int, Any]:
        if url.endswith("/api"):
            self.api, self.cable = self.next()
        found = self.api if url.endswith("/api") else self.cable
        if isinstance(found, Exception):
            raise found
        return (200, found) if url.endswith("/api") else (found, "")


def shows(*looks: str) -> Any:
    """A host with these containers: service, status and health of each; one look after the other."""
    rows = [[each.split(" ") for each in f"{REST}, {look}".split(", ")] for look in looks]
    states = [StackState({row[0]: Container(row[0], row[1], row[2], 0, 0, "", "") for row in look}) for look in rows]
    found = host()
    found.get_fact = Mock(side_effect=turns(*states))
    return found


@pytest.mark.parametrize(
    ("version", "schema", "told"),
    [
        (SCHEMA, SCHEMA, None),
        (NEWER, SCHEMA, None),  # rows that the release does not know take nothing from it
        (OLDER, None, None),  # the ladder does not know the release
        (OLDER, SCHEMA, rf"at {OLDER}, older than {SCHEMA}, which release 4\.11\.0-ce needs.*\[new-code-old-schema\]$"),
        (None, SCHEMA, "the database does not answer after the migration"),
        (None, None, "the database does not answer after the migration"),
    ],
)
def test_the_schema_is_at_least_that_of_the_release(
    monkeypatch: pytest.MonkeyPatch, version: str | None, schema: str | None, told: str | None
) -> None:
    monkeypatch.setattr(gate, "database", SimpleNamespace(schema=lambda *_: version))
    with pytest.raises(OperatorError, match=told) if told else nullcontext():
        gate.current(host(), SETTINGS, schema)


def test_a_good_site_is_asked_as_a_browser_asks(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    site = Site(monkeypatch, (GOOD, 101))
    gate.outside(host(), SETTINGS)
    assert [url for _, url, _ in site.asked] == ["https://chat.example.com/api", "https://chat.example.com/cable"]
    sent = site.sent_headers[1]
    # Action Cable refuses another origin, and a proxy passes on only what asks for an upgrade.
    assert (sent["Origin"], sent["Upgrade"], sent["Connection"]) == (SETTINGS.url, "websocket", "Upgrade")
    assert (site.streamed[1], clock.now) == (True, 0)  # or the end of a good answer is waited for, which never comes


def test_a_proxy_of_the_operators_own_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(monkeypatch, (OTHER, 502))
    gate.outside(host(), settings(project="p", proxy={"mode": "loopback"}))
    assert site.asked == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ((OTHER, 101), r"through the proxy the site says it is release 4\.10\.0, not 4\.11\.0$"),
        (({}, 101), r"says it is release None, not 4\.11\.0$"),
        (([], 101), r"says it is release None, not 4\.11\.0$"),
        ((LOST, 101), r"does not answer through the proxy \(ConnectionError\)$"),
        (("404 page not found", 101), r"does not answer through the proxy \(JSONDecodeError\)$"),
        ((GOOD, 200), r"/cable answers 200, not 101, through the proxy \[cable-blocked\]$"),
        ((GOOD, LOST), r"/cable answers ConnectionError, not 101, through the proxy \[cable-blocked\]$"),
    ],
)
def test_visitors_are_served_within_patience_or_the_last_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, wrong: tuple[Any, Any], told: str
) -> None:
    Site(monkeypatch, *[wrong] * 20, (GOOD, 101))
    gate.outside(host(), SETTINGS)
    assert clock.now == 20
    Site(monkeypatch, (GOOD, 418), wrong)
    with pytest.raises(OperatorError, match=told):
        gate.outside(host(), SETTINGS)
    assert clock.now == 20 + 21


@pytest.mark.parametrize(
    ("ill", "told"),
    [
        ("redis running , worker running unhealthy", "after 120 s worker is unhealthy"),
        ("chatwoot running starting, worker exited unhealthy", "after 120 s chatwoot is starting, worker is exited"),
    ],
)
def test_containers_become_healthy_within_patience_or_are_named(clock: Clock, ill: str, told: str) -> None:
    found = shows(*[ill] * 60, "redis running , worker running healthy, migrate exited ")  # which has done its work
    gate.settled(found, SETTINGS)
    found.get_fact.assert_called_with(Stack, project="p")
    assert clock.now == 120
    with pytest.raises(OperatorError) as caught:
        gate.settled(shows("other running unhealthy", ill), SETTINGS)
    assert (str(caught.value), clock.now) == (told, 120 + 122)


def test_a_container_that_is_gone_is_named(clock: Clock) -> None:
    gone = host()
    gone.get_fact = Mock(return_value=StackState({}))
    with pytest.raises(OperatorError, match="after 120 s postgres is gone, redis is gone, chatwoot is gone"):
        gate.settled(gone, SETTINGS)


def test_an_answer_that_took_all_patience_is_asked_for_once_more(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    site = Site(monkeypatch, (LOST, 101), (GOOD, 101))
    request = site.request

    def slow(*given: Any, **options: Any) -> requests.Response:
        clock.now += 30 if len(site.asked) == 0 else 0
        return request(*given, **options)

    monkeypatch.setattr(site, "request", slow)
    gate.outside(host(), SETTINGS)
    assert clock.now == 31


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (OPEN, r"^the installation page.*\[onboarding-open\]; super .*; strangers .*; no Sidekiq .*\[worker-dead\]$"),
        (replace(DONE, cron_jobs=()), r"^the cron table in Redis is empty.*\[cron-dead-after-redis-loss\]$"),
        (None, "^the database or Redis does not answer$"),
    ],
)
def test_what_is_stored_comes_right_within_patience_or_all_of_it_is_told(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, wrong: ApplicationState | None, told: str
) -> None:
    monkeypatch.setattr(gate, "state", turns(*[wrong] * 60, DONE))
    gate.stored(host(), SETTINGS)
    assert clock.now == 120
    monkeypatch.setattr(gate, "state", turns(replace(DONE, onboarding=True), None, wrong))
    with pytest.raises(OperatorError, match=told):
        gate.stored(host(), SETTINGS)
    assert clock.now == 120 + 122


def test_what_the_operator_takes_on_himself_keeps_nothing_shut(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(gate, "state", turns(OPEN))
    agreed = settings(project="p", preflight={"skip": OPEN_IDS})
    gate.stored(host(), agreed)
    assert (gate.shut(host(), agreed), clock.now) == ([], 0)


def test_only_doors_are_looked_at_before_the_route_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = replace(DONE, processes=())  # no door: worker and scheduler may be stopped by then
    monkeypatch.setattr(gate, "state", turns(OPEN, replace(DONE, super_admins=()), dead, None))
    ids = [[each.rpartition("[")[2].strip("]") for each in gate.shut(host(), SETTINGS)] for _ in range(3)]
    assert ids == [OPEN_IDS[:3], ["onboarding-missing"], []]
    with pytest.raises(OperatorError, match="the database or Redis does not answer after the migration"):
        gate.shut(host(), SETTINGS)


@pytest.mark.parametrize("failing", ORDER)
def test_what_fails_ends_the_proof_and_what_comes_behind_it_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    world = World()
    world.replace(monkeypatch, gate, "web", "workers")
    for name in ("current", "settled", "stored"):
        monkeypatch.setattr(gate, name, getattr(world.spy("gate"), name))
    gate.inside(host(), SETTINGS, SCHEMA)
    assert world.calls == ORDER
    world.fails.add(failing.split(" ")[0])
    with pytest.raises(OperatorError, match="failed"):
        gate.inside(host(), SETTINGS, SCHEMA)
    assert world.calls == ORDER + ORDER[: ORDER.index(failing) + 1]
