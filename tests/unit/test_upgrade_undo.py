"""The way back: by code alone or by the dump, never by the dump twice, and what is said when it fails."""

from dataclasses import replace
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.releases.record import STEPS, Record, Stop
from deploy.upgrades import undo
from deploy.upgrades.undo import Undo
from tests.unit.upgrade_world import NEW, OLD, World, host, journey, record

DUMP = "/var/lib/chatwoot-deploy/p/upgrade/before"
BEFORE = "20260114201315"
REPLACED = "chatwoot_before_20261123030425"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Everything that a way back acts through; its own files are those of the release before."""
    found = World()
    found.replace(
        monkeypatch, undo, "connection", "database", "live", "files", "gate", "kept_jobs", "log", "maintenance", "views"
    )
    found.replace(monkeypatch, undo, "closing", "images", "web")
    monkeypatch.setattr(undo, "workers", found.spy("workers", ROLES=("worker", "scheduler")))
    monkeypatch.setattr(undo, "Swap", lambda *_: found.spy("swap"))
    monkeypatch.setattr(undo, "Stages", lambda *_: found.spy("stages"))
    monkeypatch.setattr(undo, "Progress", lambda *_: found.spy("progress"))
    monkeypatch.setattr(undo, "Route", lambda *_: found.spy("route", ours=True))
    of_old = journey(record(stops=(Stop(OLD, True),))).tree.files[0].content
    found.answers |= {
        "connection.must": of_old,
        "log.folder": "/state/upgrade",
        "log.dump": DUMP,
        "maintenance.name": "p-maintenance",
        "database.schema": "20260220000001",
        "database.replaced": REPLACED,
        "database.restore": lambda *given: given[-1],
    }
    return found


def acted(world: World) -> list[str]:
    """The calls that do something."""
    silent = (
        "progress.",
        "images.",
        "log.folder",
        "log.dump",
        "maintenance.name",
        "connection.",
        "database.schema",
        "database.replaced",
    )
    return [each for each in world.calls if not each.startswith(silent)]


def back(begun: Record, **declared: Any) -> Undo:
    """Go back."""
    going = Undo(host(), journey(begun, **declared))
    going.run()
    return going


@pytest.mark.parametrize(
    ("safe", "step", "schema", "by_code"),
    [
        *((True, step, "20260220000001", True) for step in STEPS),  # the old code serves the newer schema
        (False, "files", BEFORE, True),
        (False, "close", BEFORE, True),
        (False, "backup", BEFORE, True),
        (False, "migrate", BEFORE, False),  # a migration that failed half-way leaves no number
        (False, "migrate", "20260220000001", False),
        (False, "web", BEFORE, True),  # there was nothing to migrate
        (False, "web", "20260220000001", False),
        (False, "gate", "20260220000001", False),
        (False, "open", BEFORE, True),
        (False, "gate", None, False),  # the database does not answer
    ],
)
def test_when_the_old_code_is_enough(world: World, safe: bool, step: str, schema: str | None, by_code: bool) -> None:
    world.answers["database.schema"] = schema
    begun = record(safe, schema=BEFORE).at(step)
    assert Undo(host(), journey(begun)).by_code() == by_code
    if step != "keep":
        back(begun)
        assert len(world.called("database.restore")) == (not by_code)
        assert len(world.called("swap.run")) == (by_code and (safe or step == "open"))  # visitors are served there


def test_what_visitors_wrote_is_not_given_up_because_nobody_answers(world: World) -> None:
    world.answers["database.schema"] = None
    with pytest.raises(OperatorError, match="does not answer, so nobody can tell"):
        back(replace(record(safe=False, schema=BEFORE).at("open"), state="done"))
    assert (world.called("database.restore"), world.notes) == ([], [])  # and nothing was touched


def test_without_room_for_the_copy_nothing_is_closed(world: World) -> None:
    world.fails.add("database.prepare")
    with pytest.raises(OperatorError, match=r"database\.prepare failed"):
        back(replace(record(safe=False, schema=BEFORE).at("open"), state="done"))
    assert acted(world)[-1].startswith("database.prepare")
    assert world.notes == []


def test_without_the_images_of_before_nothing_is_touched(world: World) -> None:
    world.fails.add("images.ensure")
    with pytest.raises(OperatorError, match=r"images\.ensure failed"):
        back(replace(record(safe=False, schema=BEFORE).at("open"), state="done"))
    assert (acted(world), world.notes) == ([], [])


def test_by_code_visitors_are_served_all_the_time(world: World) -> None:
    back(record(safe=True).at("gate"))
    assert acted(world) == [
        "log.note undoing",
        "files.put_back /opt/p /state/upgrade",
        "swap.run",
        "workers.stop",
        "database.clear_cache",  # of the cron table too, while no Sidekiq runs
        "stages.healthy worker and scheduler worker scheduler",
        "gate.inside",
        "route.lead_to",
        "gate.outside",
        "maintenance.stop",
        "web.remove_beside",
        "stages.migrated",
        "views.back",
        "views.fill",
        "log.note undone",
    ]


def test_by_the_dump_nobody_writes_meanwhile(world: World) -> None:
    back(record(safe=False).at("gate"))
    assert acted(world) == [
        "log.note undoing",
        "files.put_back /opt/p /state/upgrade",
        "closing.shut",
        "closing.stop",
        "web.remove_beside",
        "log.note undoing",
        f"database.restore {DUMP} {REPLACED}",
        "database.clear_cache",
        "kept_jobs.bring_back 4.10.0-ce > 4.11.0-ce",
        "log.note undoing",
        "stages.healthy web chatwoot",
        "workers.stop",
        "database.clear_cache",
        "stages.healthy worker and scheduler worker scheduler",
        "gate.inside",
        "route.lead_to",
        "gate.outside",
        "maintenance.stop",
        "web.remove_beside",
        f"database.grant {DUMP}",
        f"database.settle {REPLACED}",
        "kept_jobs.forget",
        "stages.migrated",
        "views.back",
        "views.fill",
        "log.note undone",
    ]


def test_a_migration_that_was_given_up_is_ended_first(world: World) -> None:
    back(record(safe=False).at("migrate"))
    halted = next(place for place, each in enumerate(world.calls) if "docker stop -t 10 p-migrate" in each)
    assert halted < next(place for place, each in enumerate(world.calls) if each.startswith("files.put_back"))


def test_the_release_before_is_the_one_that_is_proven(world: World) -> None:
    going = Undo(host(), journey(record().at("web")))
    assert (going.settings.chatwoot.version, going.journey.settings.chatwoot.version) == (OLD, NEW)


def test_nothing_is_undone_where_nothing_was_touched(world: World) -> None:
    back(record(safe=False))
    assert acted(world) == ["log.note undone"]


@pytest.mark.parametrize("fails", ["stages.healthy", "gate.inside", "gate.outside", "stages.migrated"])
def test_what_was_restored_is_not_restored_again(world: World, fails: str) -> None:
    """The site may be open by then, and visitors have written."""
    world.fails.add(fails)
    first = Undo(host(), journey(record(safe=False).at("migrate")))
    with pytest.raises(OperatorError):
        first.run()
    assert len(world.called("database.restore")) == 1
    world.fails.clear()
    back(world.notes[-1])
    assert len(world.called("database.restore")) == 1
    assert [each.state for each in world.notes if each.state != "undoing"] == ["stuck", "undone"]


def test_a_restore_that_failed_is_done_again(world: World) -> None:
    world.fails.add("database.restore")
    with pytest.raises(OperatorError):
        back(record(safe=False).at("migrate"))
    world.fails.clear()
    back(world.notes[-1])
    assert len(world.called("database.restore")) == 2


@pytest.mark.parametrize("fails", ["files.put_back", "swap.run", "gate.inside", "stages.migrated"])
def test_where_things_stand_when_even_that_failed(world: World, fails: str) -> None:
    world.fails.add(fails)
    with pytest.raises(OperatorError) as caught:
        back(record(safe=True, before="then").at("web"))
    assert world.notes[-1].state == "stuck"
    told = str(caught.value)
    assert told.startswith(f"the way back to {OLD} failed: {fails} failed\n")
    there = f"those of {OLD}; the dump"
    assert (f"the files in /opt/p are {there}" in told) == (fails != "files.put_back")
    assert (f"the files in /opt/p are not all {there}" in told) == (fails == "files.put_back")
    assert DUMP in told
    assert "`chatwoot-deploy rollback INVENTORY`, which goes on from here" in told


def test_a_dump_that_was_not_taken_is_not_told_of(world: World) -> None:
    world.fails.add("gate.inside")
    with pytest.raises(OperatorError) as caught:
        back(record(safe=False).at("close"))
    assert "no dump was taken yet" in str(caught.value)
    assert DUMP not in str(caught.value)


def test_only_what_this_way_back_has_replaced_is_dropped(world: World) -> None:
    back(record(safe=False).at("backup"))
    assert world.called("database.settle") == []
    names = iter(("one", "two"))
    world.answers["database.replaced"] = lambda *_: next(names)
    world.fails.add("database.restore")  # with its answer lost on the way: the swap may have been done
    with pytest.raises(OperatorError):
        back(record(safe=False).at("migrate"))
    assert world.notes[-1].replaced == ("one",)  # or nobody could tell later whose it is
    world.fails.clear()
    back(world.notes[-1])
    assert world.called("database.settle") == ["database.settle one two"]


def test_grants_come_back_after_a_cut_behind_the_swap_too(world: World) -> None:
    """By then the schema is that of before, and the way goes by code."""
    world.answers["database.schema"] = BEFORE
    begun = replace(record(safe=False, schema=BEFORE).at("gate"), replaced=(REPLACED,), state="undoing")
    back(begun)
    assert world.called("database.restore") == []
    calls = acted(world)
    assert calls.index(f"database.grant {DUMP}") < calls.index(f"database.settle {REPLACED}")


@pytest.mark.parametrize(("step", "forgotten"), [("open", 1), ("gate", 0)])
def test_jobs_of_lost_days_are_forgotten_and_others_are_not(world: World, step: str, forgotten: int) -> None:
    back(replace(record(safe=False, schema=BEFORE).at(step), state="done" if step == "open" else "running"))
    assert len(world.called("live.forget_jobs")) == forgotten
    if forgotten:
        calls = acted(world)
        assert (
            calls.index("closing.stop") < calls.index("live.forget_jobs") < calls.index("stages.healthy web chatwoot")
        )
        assert calls.index("kept_jobs.forget") < calls.index("kept_jobs.bring_back 4.10.0-ce > 4.11.0-ce")


def test_words_are_asked_again_until_the_site_is_closed_and_not_afterwards(world: World) -> None:
    """Visitors of an open site go on writing, whatever somebody agreed to lose some days ago."""
    world.fails.add("closing.shut")
    with pytest.raises(OperatorError):
        back(replace(record(safe=False, schema=BEFORE).at("open"), state="done"))
    assert world.notes[-1].lossy
    world.fails = {"database.restore"}
    with pytest.raises(OperatorError):
        back(world.notes[-1])
    assert not world.notes[-1].lossy
    calls = acted(world)
    closed = calls[calls.index("closing.stop") : calls.index(f"database.restore {DUMP} {REPLACED}")]
    assert closed.count("log.note undoing") == 2  # that it is closed, and the name of the database before


OWN = {"postgres": {"host": "db.example.com"}}


def test_a_server_of_the_operators_own_is_left_to_him_and_he_is_told_what_to_type(world: World) -> None:
    with pytest.raises(OperatorError) as caught:
        back(record(safe=False, before="2026-11-23T03:04:25Z").at("migrate"), **OWN)
    assert (world.called("database.restore"), world.notes[-1].state) == ([], "stuck")
    assert 'rollback INVENTORY --words "db.example.com is as it was 2026-11-23T03:04:25Z"`' in str(caught.value)


def test_once_he_has_restored_it_the_way_back_ends(world: World) -> None:
    stuck = replace(record(safe=False, schema=BEFORE).at("migrate"), state="stuck")
    going = Undo(host(), journey(stuck, **OWN), brought_back=True)
    going.run()
    assert world.notes[-1].state == "undone"
    assert (world.called("database.restore"), world.called("database.settle")) == ([], [])
    calls = acted(world)
    assert calls.index("closing.stop") < calls.index("database.clear_cache") < calls.index("gate.inside")
