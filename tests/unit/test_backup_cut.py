"""A restore that was cut while it replaced the database: what the next apply does about the old one's jobs."""

from typing import Any

import pytest

from deploy import report
from deploy.backups import cut, operations
from deploy.errors import OperatorError
from deploy.host.connection import Output
from tests.unit.declaration import settings
from tests.unit.upgrade_world import World, host

BEFORE, NOW = "16384", "20001"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    found.replace(monkeypatch, cut, "connection", "database", "live")
    monkeypatch.setattr(cut, "Stages", lambda *_: found.spy("stages"))
    found.answers |= {"database.identity": NOW, "connection.run": Output(False, "", "")}
    return found


def acted(world: World) -> list[str]:
    return [
        each.split(" ")[0]
        for each in world.calls
        if not each.startswith(("connection.run", "database.identity", "database.working"))
    ]


def test_jobs_of_a_replaced_database_go_before_a_worker_comes(world: World) -> None:
    cut.finish(host(), settings(), BEFORE)
    assert world.called("stages.healthy") == ["stages.healthy data services postgres redis"]
    assert acted(world) == ["stages.healthy", "database.clear_cache", "live.forget_jobs", "connection.must"]


def test_jobs_of_a_database_that_was_not_replaced_stay(world: World) -> None:
    """The swap failed, or the run was cut before it: what is queued belongs to what is live."""
    cut.finish(host(), settings(), f"{NOW} {NOW}")
    assert acted(world) == ["stages.healthy", "connection.must"]


def test_jobs_stay_and_it_is_told_where_a_worker_runs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "problem", lambda name, text: told.append(text))
    world.answers["connection.run"] = Output(True, "", "")
    cut.finish(host(), settings(), BEFORE)
    assert acted(world) == ["stages.healthy", "connection.must"]
    assert "may have been done on the restored data" in told[0]


@pytest.mark.parametrize("fails", ["stages.healthy", "database.identity", "database.clear_cache", "live.forget_jobs"])
def test_the_mark_stays_until_all_is_done(world: World, fails: str) -> None:
    world.fails.add(fails)
    with pytest.raises(OperatorError):
        cut.finish(host(), settings(), BEFORE)
    assert world.called("connection.must") == []


@pytest.mark.parametrize("mark", ["0", f"{NOW} {BEFORE}", f"{BEFORE} {NOW}"])
def test_one_replacement_of_several_is_enough(world: World, mark: str) -> None:
    """0: there was no live database."""
    cut.finish(host(), settings(), mark)
    assert len(world.called("live.forget_jobs")) == 1


def test_the_mark_is_there_before_the_swap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.replace(monkeypatch, operations, "script", "database", "cut", "live")
    operations._replace(host(), settings(), "/fetched")
    assert world.calls == [
        "script.call uploads /fetched",
        "cut.begin",
        "database.swap",
        "database.clear_cache",
        "live.forget_jobs",
        "cut.end",
    ]
    for fails in ("database.swap", "database.clear_cache", "live.forget_jobs"):
        again: Any = world
        again.fails = {fails}
        with pytest.raises(OperatorError):
            operations._replace(host(), settings(), "/fetched")
        assert len(world.called("cut.end")) == 1
