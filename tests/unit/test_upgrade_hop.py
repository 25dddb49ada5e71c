"""One hop: what comes after what, what a second run does again, and which step a failure is told of."""

from typing import Any

import pytest
from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.releases.record import STEPS, Record, Stop
from deploy.settings.settings import Settings
from deploy.upgrades import closing, hop, log, migration, operations
from deploy.upgrades import journey as journeys
from deploy.upgrades.hop import Hop, Undrained
from deploy.upgrades.journey import Journey
from tests.unit.upgrade_world import NEW, OLD, World, host, journey, record

OPEN = [
    "log.note keep",
    "files.keep /var/lib/chatwoot-deploy/p/upgrade",
    "log.note files",
    "files.write",
    "log.note backup",
    "views.back",
    "take.take upgrade",
    "room.room",
    "views.away",
    "log.note migrate",
    "connection.must",  # the extensions
    "stages.migrating",
    "stages.migrated",
    "gate.current 20260220000001",
    "views.back",
    "log.note web",
    "swap.run",
    "web.prove p-chatwoot-next",
    "gate.shut",
    "log.note workers",
    "workers.roll",
    "log.note gate",
    "gate.inside 20260220000001",
    "gate.outside",
    "maintenance.stop",
    "stages.recorded",
    "views.fill",
    "log.note done",
]
CLOSED = [
    "log.note keep",
    "files.keep /var/lib/chatwoot-deploy/p/upgrade",
    "log.note files",
    "files.write",
    "log.note close",
    "maintenance.start",
    "route.lead_to p-maintenance",
    "workers.running",
    "workers.stop",
    "connection.must",  # web stops
    "kept_jobs.keep 4.10.0-ce > 4.11.0-ce",
    "log.note backup",
    "views.back",
    "take.take upgrade",
    "room.room",
    "views.away",
    "log.note migrate",
    "connection.must",
    "stages.migrating",
    "stages.migrated",
    "gate.current 20260220000001",
    "views.back",
    "log.note web",
    "stages.healthy web chatwoot",
    "web.prove p-chatwoot",
    "gate.shut",
    "log.note workers",
    "workers.roll",
    "log.note gate",
    "gate.inside 20260220000001",
    "log.note open",
    "route.lead_to",
    "gate.outside",
    "maintenance.stop",
    "kept_jobs.forget",
    "stages.recorded",
    "views.fill",
    "log.note done",
]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Everything that a hop acts through."""
    found = World()
    modules = ("before", "take", "runner", "files", "gate", "kept_jobs", "log", "maintenance", "queues", "views")
    found.replace(monkeypatch, hop, *modules, "workers")
    found.replace(monkeypatch, migration, "connection")
    found.replace(monkeypatch, closing, "maintenance", "workers", "connection")
    monkeypatch.setattr(hop, "web", found.spy("web", STOP_SECONDS=20))
    monkeypatch.setattr(hop, "Swap", lambda *_: found.spy("swap"))
    monkeypatch.setattr(hop, "room_beside", lambda *_: found.spy("room").room())
    monkeypatch.setattr(hop, "Stages", lambda *_: found.spy("stages"))
    monkeypatch.setattr(hop, "Progress", lambda *_: found.spy("progress"))
    _route(found, monkeypatch)
    found.answers |= {
        "log.folder": "/var/lib/chatwoot-deploy/p/upgrade",
        "log.dump": "/var/lib/chatwoot-deploy/p/upgrade/before",
        "maintenance.name": "p-maintenance",
        "swap.run": lambda before: before("p-chatwoot-next"),
    }
    return found


def _route(world: World, monkeypatch: pytest.MonkeyPatch, ours: bool = True) -> None:
    monkeypatch.setattr(journeys, "Route", lambda *_: world.spy("route", ours=ours))


def acted(world: World) -> list[str]:
    """The calls that do something; those that tell names or progress do not."""
    silent = ("progress.", "log.folder", "log.dump", "maintenance.name")
    return [_short(each) for each in world.calls if not each.startswith(silent)]


def _short(call: str) -> str:
    return call.split(" ")[0] if call.startswith(("connection.", "stages.migrating")) else call


def run(record: Record, **declared: Any) -> Hop:
    """Go the way."""
    going = Hop(host(), journey(record, **declared))
    going.run()
    return going


def test_a_safe_hop_serves_all_the_time(world: World) -> None:
    run(record(safe=True))
    assert acted(world) == OPEN


def test_an_unsafe_hop_is_closed_from_before_the_backup_to_after_the_proof(world: World) -> None:
    run(record(safe=False))
    assert acted(world) == CLOSED


def test_the_backup_goes_into_the_record_before_anything_is_migrated(world: World) -> None:
    run(record(before="", schema=""))
    at = {each.step: each for each in world.notes}
    assert (at["backup"].schema, at["backup"].before) == ("", "")
    assert at["migrate"].schema == "20260114201315"
    assert at["migrate"].before


@pytest.mark.parametrize("safe", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_a_cut_run_goes_on_from_where_it_was(world: World, step: str, safe: bool) -> None:
    begun = record(safe, schema="1", before="then").at(step)
    run(begun)
    noted = [STEPS.index(each.step) for each in world.notes]
    assert noted == sorted(noted)
    assert noted[0] == STEPS.index(step)
    assert world.notes[-1].state == "done"
    # The tree of the release before is gone once the new files are written, its data once it was migrated.
    assert len(world.called("files.keep")) == (step == "keep")
    assert len(world.called("take.take")) == (not begun.reached("migrate"))
    if begun.reached("migrate"):
        assert (world.notes[-1].schema, world.notes[-1].before) == ("1", "then")
    # Web and workers are of the new release from then on.
    assert len(world.called("workers.stop")) == (not safe and not begun.reached("web"))
    # Jobs belong to the database before its migration.
    assert len(world.called("kept_jobs.keep")) == (not safe and not begun.reached("migrate"))
    # Nothing is closed again once visitors were let in.
    assert len(world.called("maintenance.start")) == (not safe and step != "open")
    assert [each for each in world.called("gate.outside") if each]


@pytest.mark.parametrize(
    ("safe", "fails", "step"),
    [
        (True, "files.keep", "keep"),
        (True, "files.write", "files"),
        (False, "maintenance.start", "close"),
        (False, "route.lead_to", "close"),
        (True, "take.take", "backup"),
        (False, "room.room", "backup"),
        (True, "room.room", "backup"),
        (True, "views.away", "backup"),
        (True, "views.back", "backup"),
        (True, "stages.migrated", "migrate"),
        (True, "gate.current", "migrate"),
        (True, "swap.run", "web"),
        (False, "stages.healthy", "web"),
        (False, "web.prove", "web"),
        (True, "workers.roll", "workers"),
        (True, "gate.inside", "gate"),
        (True, "gate.outside", "gate"),
        (False, "gate.inside", "gate"),
        (False, "gate.outside", "open"),
    ],
)
def test_a_failure_is_told_with_its_step(world: World, safe: bool, fails: str, step: str) -> None:
    world.fails.add(fails)
    going = Hop(host(), journey(record(safe)))
    with pytest.raises(OperatorError, match=f"{fails} failed"):
        going.run()
    assert (going.record.step, going.record.state) == (step, "running")
    assert world.notes[-1] == going.record  # whoever comes next reads the same


def test_queues_are_drained_while_the_old_worker_still_reads_and_before_visitors_come(world: World) -> None:
    stop = Stop(NEW, False, None, ("webhooks",), ("*",))
    world.answers["workers.running"] = True
    run(record(stops=(stop, Stop(NEW, False))))
    calls = acted(world)
    places = [calls.index(each) for each in ("log.note close", "workers.stop", "gate.inside", "log.note open")]
    # While nobody adds to the queues; when they were empty then, not again.
    first, second = (place for place, each in enumerate(calls) if each.startswith("queues.drained"))
    assert places[0] < first < places[1]
    assert places[2] < second < places[3]


def test_jobs_of_an_upgrade_before_are_done_before_anything_is_touched(world: World) -> None:
    begun = record(stops=(Stop(NEW, False, drain_first=("*",)),))
    Hop(host(), journey(begun)).look()
    calls = acted(world)
    assert calls.index("before.repository") < calls.index("queues.drained") < calls.index(COPY)
    world.calls.clear()
    Hop(host(), journey(begun.at("files"))).look()
    assert world.called("queues.drained") == []


def test_after_the_last_hop_no_queue_has_to_be_empty(world: World) -> None:
    run(record(stops=(Stop(NEW, True, None, (), ("*",)),)))
    assert not [each for each in world.calls if each.startswith("queues.drained")]


@pytest.mark.parametrize(("step", "drained"), [("web", 1), ("gate", 0)])
def test_queues_that_nobody_reads_any_more_are_not_waited_for_again(world: World, step: str, drained: int) -> None:
    begun = record(stops=(Stop(NEW, True, None, ("webhooks",)),))
    run(begun.at(step))
    assert len(world.called("queues.drained")) == drained


@pytest.mark.parametrize(("safe", "step"), [(True, "gate"), (False, "open")])
def test_jobs_that_are_left_are_no_reason_to_undo_a_hop_that_is_proven(world: World, safe: bool, step: str) -> None:
    world.fails.add("queues.drained")
    begun = record(stops=(Stop(NEW, safe, None, (), ("*",)), Stop(NEW, False)))
    going = Hop(host(), journey(begun))
    with pytest.raises(Undrained):
        going.run()
    assert world.called("gate.outside")  # nobody is kept out
    assert (going.record.step, going.record.state) == (step, "running")
    world.fails.clear()
    run(going.record)  # it does not go on to the next release before they are done
    assert len(world.called("queues.drained")) == 2 + (not safe)
    assert world.notes[-1].state == "done"


LOOKS = ["before.sound", "before.repository", "take.idle"]
COPY = "files.copy /opt/p /var/lib/chatwoot-deploy/p/upgrade"


@pytest.mark.parametrize(
    ("safe", "step", "asked"),
    [
        (True, "keep", [*LOOKS[:2], COPY]),
        (False, "keep", [*LOOKS, COPY]),
        (False, "files", LOOKS[2:]),  # the release that serves may be down already
        (False, "close", []),
        (True, "files", []),
    ],
)
def test_what_is_wrong_already_is_told_before_anything_is_touched(
    world: World, safe: bool, step: str, asked: list[str]
) -> None:
    Hop(host(), journey(record(safe).at(step))).look()
    assert acted(world) == asked
    assert world.notes == []


@pytest.mark.parametrize("fails", [*LOOKS, "files.copy"])
def test_then_the_record_of_an_earlier_upgrade_stays(world: World, monkeypatch: Any, fails: str) -> None:
    world.fails.add(fails)
    back = Way(record())
    monkeypatch.setattr(operations, "Undo", back)
    with pytest.raises(OperatorError, match=f"{fails} failed\n  Nothing was touched"):
        operations._hop(host(), journey(record(safe=False)))
    assert (world.notes, back.runs) == ([], 0)


def test_the_release_that_serves_is_looked_at_and_not_the_new_one(world: World) -> None:
    seen: list[str] = []
    world.answers["before.sound"] = lambda _, settings: seen.append(settings.chatwoot.version)
    Hop(host(), journey(record())).look()
    assert seen == [OLD]


def test_a_migration_that_is_still_at_work_is_waited_for(world: World) -> None:
    world.answers["stages.migrating"] = True
    run(record().at("migrate"))
    assert (world.called("stages.migrated"), len(world.called("stages.arrive"))) == ([], 1)


def test_doors_that_the_new_release_opens_are_shut_before_visitors_reach_it(world: World) -> None:
    answers = iter((["sign-up is open"], []))
    world.answers["gate.shut"] = lambda *_: next(answers)
    run(record())
    assert world.calls.index("runner.store") < world.calls.index("log.note workers")


def test_doors_that_stay_open_end_the_hop(world: World) -> None:
    world.answers["gate.shut"] = ["sign-up is open"]
    with pytest.raises(OperatorError, match="sign-up is open"):
        run(record())


def test_with_a_proxy_of_the_operators_own_web_is_made_anew_to_open(world: World, monkeypatch: Any) -> None:
    _route(world, monkeypatch, ours=False)
    run(record(safe=False), proxy={"mode": "loopback", "port": 3001})
    calls = acted(world)
    assert "maintenance.start" not in calls
    assert calls.index("route.close") < calls.index("workers.stop")
    assert calls[calls.index("route.lead_to") + 1] == "stages.healthy web chatwoot"


@pytest.fixture(autouse=True)
def system(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What systemd says of the host."""
    said = {"state": "running"}
    monkeypatch.setattr(
        "deploy.upgrades.shutdown.connection.run", lambda *_: Output(said["state"] == "running", said["state"], "")
    )
    return said


def test_a_host_that_goes_down_is_no_reason_to_go_back(monkeypatch: pytest.MonkeyPatch, system: dict[str, str]) -> None:
    back = Way(record())
    monkeypatch.setattr(operations, "Hop", Way(record().at("web"), "it broke"))
    monkeypatch.setattr(operations, "Undo", back)
    system["state"] = "stopping\n"
    with pytest.raises(OperatorError, match="The host is going down, so nothing was undone"):
        operations._hop(host(), journey(record()))
    assert back.runs == 0


class Way:
    """Stands for `Hop` and `Undo`: fails as told, and keeps what it was given."""

    def __init__(self, record: Record, error: str = "", kind: type[OperatorError] = OperatorError) -> None:
        self.record, self.error, self.kind, self.runs = record, error, kind, 0
        self.given: dict[str, bool] = {}

    def __call__(self, host: Host, journey: Journey, **given: bool) -> "Way":
        self.given = given
        return self

    def look(self) -> None:
        """Nothing is wrong already."""

    def run(self) -> None:
        """Count, and fail."""
        self.runs += 1
        if self.error:
            raise self.kind(self.error)


def test_a_hop_that_only_waits_for_jobs_is_not_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = record(stops=(Stop(NEW, True, None, (), ("*",)), Stop("4.12.0-ce", True)))
    back = Way(begun)
    monkeypatch.setattr(operations, "Hop", Way(begun.at("gate"), "queues are not empty: low (9 jobs)", Undrained))
    monkeypatch.setattr(operations, "Undo", back)
    results: list[str] = []
    monkeypatch.setattr(log, "journal", lambda *words: results.append(words[-1]))
    with pytest.raises(OperatorError) as caught:
        operations._hop(host(), journey(begun))
    assert (back.runs, results) == (0, [f"{NEW} runs; jobs are left"])
    assert str(caught.value) == (
        f"the site runs {NEW}, is open and healthy, and does not go on to 4.12.0-ce yet: queues are not empty: low "
        "(9 jobs). upgrade goes on from here"
    )


@pytest.mark.parametrize(
    ("safe", "step", "undo", "runs", "told", "result"),
    [
        (True, "web", "", 1, "Rolled back: the site runs 4.10.0-ce and is healthy", "rolled back to 4.10.0-ce"),
        (False, "gate", "", 1, "Rolled back: the site runs 4.10.0-ce and is healthy", "rolled back to 4.10.0-ce"),
        (False, "gate", "no way", 1, "no way", "stuck"),
        (False, "open", "", 0, "visitors may have written to it by now, which going back", "open, not proven"),
    ],
)
def test_a_failed_hop_goes_back_by_itself_while_nothing_is_lost_by_it(
    monkeypatch: pytest.MonkeyPatch, safe: bool, step: str, undo: str, runs: int, told: str, result: str
) -> None:
    back = Way(record(safe), undo)
    monkeypatch.setattr(operations, "Hop", Way(record(safe).at(step), "it broke\n    | last line"))
    monkeypatch.setattr(operations, "Undo", back)
    journal: list[tuple[list[str], str]] = []

    def note(host: Host, settings: Settings, verb: str, details: list[str], result: str) -> None:
        journal.append((details, result))

    monkeypatch.setattr(log, "journal", note)
    with pytest.raises(OperatorError) as caught:
        operations._hop(host(), journey(record(safe)))
    assert str(caught.value).startswith(f"the upgrade to {NEW} failed at step {step}: it broke\n    | last line\n")
    assert told in str(caught.value)
    assert back.runs == runs
    assert [each[1] for each in journal] == [result]
    assert journal[0][0][0].startswith(f"the upgrade to {NEW} failed")
