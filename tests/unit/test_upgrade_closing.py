"""The site closed, and what is waited for before: a backup at work."""

from types import SimpleNamespace
from typing import Any

import pytest

from deploy.backups import database, script, take
from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.upgrades import closing
from tests.unit.declaration import settings
from tests.unit.upgrade_world import World, host

SETTINGS = settings(project="p")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    found.replace(monkeypatch, closing, "maintenance", "workers", "connection")
    found.answers["maintenance.name"] = "p-maintenance"
    return found


@pytest.mark.parametrize(
    ("ours", "calls"),
    [(True, ["maintenance.start", "maintenance.name", "route.lead_to p-maintenance"]), (False, ["route.close"])],
)
def test_visitors_see_the_page_before_anything_stops(world: World, ours: bool, calls: list[str]) -> None:
    closing.shut(host(), SETTINGS, world.spy("route", ours=ours))
    assert world.calls == calls


def test_jobs_end_before_web_stops(world: World) -> None:
    closing.stop(host(), SETTINGS)
    assert world.calls[0] == "workers.stop"
    assert "docker stop -t 20 p-chatwoot" in world.calls[1]


class Busy:
    """A backup that is at work for some looks, each of which takes a minute."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, looks: int) -> None:
        self.left, self.told, self.asked = looks, list[str](), list[str]()
        clock = iter(range(0, 10**6, 30))
        monkeypatch.setattr(take, "time", SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None))
        monkeypatch.setattr(take, "connection", SimpleNamespace(run=self._run))

    def _run(self, host: object, command: str) -> Output:
        self.asked.append(command)
        self.left -= 1
        return Output(self.left < 0, "", "")


def test_nothing_at_work_is_nothing_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, 0)
    take.idle(host(), SETTINGS, busy.told.append)
    lock = "/var/lib/chatwoot-deploy/p/backup/lock"
    assert (busy.asked, busy.told) == ([f"! test -e {lock} || flock -n {lock} true"], [])


def test_what_is_waited_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, 5)
    take.idle(host(), SETTINGS, busy.told.append)
    assert len(busy.asked) == 6
    assert len(busy.told) == 2
    assert busy.told[0].startswith("a backup is at work; waiting until it has ended, before anything is closed")


def test_it_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(monkeypatch, 1000)
    with pytest.raises(OperatorError, match="has been at work on this host for 30 minutes"):
        take.idle(host(), SETTINGS, busy.told.append)
    assert len(busy.asked) < 100


@pytest.mark.parametrize(("names", "calls"), [((), [("settle",)]), (("a", "b"), [("settle", "a"), ("settle", "b")])])
def test_each_replaced_database_by_its_name(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], calls: list[Any]
) -> None:
    called: list[Any] = []
    monkeypatch.setattr(script, "call", lambda host, settings, *words: called.append(words))
    database.settle(host(), SETTINGS, *names)
    assert called == calls
