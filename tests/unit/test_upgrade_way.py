"""Which way is gone, and what the operator has to say before: on a full disk, and with a server of his own."""

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyinfra.api.exceptions import DeployError
from pyinfra.context import ctx_host

from deploy.backups import database
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.host.connection import Output
from deploy.releases import planner
from deploy.releases.record import Record, Stop, text
from deploy.stack.state import StackState
from deploy.upgrades import by_hand, operations, preflight, rehearsal
from tests.unit.declaration import settings
from tests.unit.host_state import fit
from tests.unit.installation import ALL_READ, LADDER, installed
from tests.unit.test_upgrade_hop import Way
from tests.unit.upgrade_world import NEW, OLD, host, journey, record

BEFORE, MOMENT = "20260114201315", "2026-11-23T03:04:25Z"
OWN = settings(project="p", postgres={"host": "db.example.com"})
EMBEDDED = settings(project="p")
DONE = replace(record(safe=False, schema=BEFORE, before=MOMENT).at("open"), state="done")
LOSE = f"lose everything since {MOMENT}"
RESTORED = f"db.example.com is as it was {MOMENT}"


@pytest.fixture(autouse=True)
def _schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was migrated, and nobody has said anything."""
    monkeypatch.delenv(preflight.WORDS, raising=False)
    _is(monkeypatch, "20260220000001")


def _is(monkeypatch: pytest.MonkeyPatch, schema: str | None) -> None:
    monkeypatch.setattr(database, "schema", lambda *_: schema)


def back(begun: Record, declared: Any = EMBEDDED) -> Record:
    return preflight.way_back(host(), declared, StackState(upgrade=text(begun)))


@pytest.mark.parametrize("state", ["done", "running", "undoing", "stuck"])
def test_while_the_site_is_open_the_words_are_asked_each_time(monkeypatch: pytest.MonkeyPatch, state: Any) -> None:
    begun = replace(DONE, state=state)
    with pytest.raises(DeployError, match=f'--words "{LOSE}"'):
        back(begun)
    monkeypatch.setenv(preflight.WORDS, LOSE)
    assert back(begun) == begun


@pytest.mark.parametrize("step", ["gate", "backup"])
def test_once_it_is_closed_again_whoever_comes_finishes_it(step: str) -> None:
    begun = replace(DONE.at(step), state="undoing")
    assert back(begun) == begun


def test_an_open_hop_that_changed_nothing_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _is(monkeypatch, BEFORE)
    assert back(replace(DONE, state="stuck")).state == "stuck"


@pytest.mark.parametrize(
    ("step", "state"), [("migrate", "stuck"), ("gate", "stuck"), ("open", "stuck"), ("open", "done")]
)
def test_a_server_of_the_operators_own_is_brought_back_by_him_first(
    monkeypatch: pytest.MonkeyPatch, step: str, state: Any
) -> None:
    begun = replace(DONE.at(step), state=state)
    monkeypatch.setenv(preflight.WORDS, LOSE)
    with pytest.raises(DeployError) as caught:
        back(begun, OWN)
    assert f"restore the dump of {MOMENT} (/var/lib/chatwoot-deploy/p/upgrade/before) on db.example.com" in str(
        caught.value
    )
    assert str(caught.value).endswith(f'--words "{RESTORED}"')
    assert ("loses what was written since" in str(caught.value)) == (step == "open")
    monkeypatch.setenv(preflight.WORDS, RESTORED)
    with pytest.raises(DeployError, match=f"is 20260220000001 and was {BEFORE} before"):
        back(begun, OWN)  # words alone bring nothing back
    _is(monkeypatch, BEFORE)
    assert back(begun, OWN) == begun


def test_a_migration_that_failed_half_way_is_not_taken_for_the_database_of_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may have changed tables without leaving its number."""
    _is(monkeypatch, BEFORE)
    with pytest.raises(DeployError, match="only you can bring it back"):
        back(replace(DONE.at("migrate"), state="stuck"), OWN)
    assert back(replace(DONE.at("web"), state="stuck"), OWN).step == "web"


@pytest.mark.parametrize(
    ("begun", "said", "wanted"),
    [
        (DONE, RESTORED, True),
        (DONE, LOSE, False),
        (DONE, None, False),
        (DONE.at("backup"), RESTORED, False),  # nothing of it was migrated
    ],
)
def test_what_he_said_reaches_the_way_back(
    monkeypatch: pytest.MonkeyPatch, begun: Record, said: str | None, wanted: bool
) -> None:
    undo = Way(begun)
    monkeypatch.setattr(operations, "Undo", undo)
    if said:
        monkeypatch.setenv(preflight.WORDS, said)
    operations._back(host(), journey(begun, postgres={"host": "db.example.com"}))
    assert (undo.runs, undo.given) == (1, {"brought_back": wanted})


@pytest.mark.parametrize("safe", [True, False])
def test_an_unsafe_hop_on_his_own_server_is_begun_with_his_word_only(
    monkeypatch: pytest.MonkeyPatch, safe: bool
) -> None:
    hop = planner.plan(LADDER, installed("4.1.0-ce"), "4.10.0-ce", ALL_READ)
    found = replace(hop, hops=(replace(hop.hops[0], safe=safe),))
    monkeypatch.setattr(preflight, "plan", lambda *_: found)
    assert preflight.way(host(), EMBEDDED, StackState())
    if not safe:
        with pytest.raises(DeployError) as caught:
            preflight.way(host(), OWN, StackState())
        assert str(caught.value).endswith('--words "I restore db.example.com by hand if it fails"')
        monkeypatch.setenv(preflight.WORDS, by_hand.promise(OWN))
    assert preflight.way(host(), OWN, StackState())


def test_what_was_begun_is_finished_without_asking_again() -> None:
    begun = Record(OLD, (Stop(NEW, False),), step="web", who="ana", when="t")
    declared = settings(project="p", postgres={"host": "db.example.com"}, chatwoot={"version": NEW})
    assert preflight.way(host(), declared, StackState(upgrade=text(begun))) == begun


@pytest.mark.parametrize(("changes", "told"), [({}, 0), ({"postgres_declared": None}, 1)])
def test_the_plan_says_it_before(changes: dict[str, Any], told: int) -> None:
    found = planner.plan(LADDER, installed("4.1.0-ce", **changes), "4.10.0-ce", ALL_READ)
    assert len([each for each in found.notes if "nobody but you can bring it back" in each]) == told
    assert found.refusals == ()


@pytest.mark.parametrize("entry", ["upgrade", "postgres"])
def test_a_full_disk_keeps_nobody_from_finishing(monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    """For something new the estimates ask for room: `refusals.space`, the check `pg-disk`."""
    full = host()
    full.get_fact.return_value = fit(disk_free_mb=0, clock=0, containers=())
    monkeypatch.setattr(ctx_host, "get", lambda: full)
    monkeypatch.setattr("deploy.declared.declared", lambda _: EMBEDDED)
    monkeypatch.setattr("deploy.host.preflight.quicken", lambda _: None)

    def reached(*_: object, **__: object) -> None:
        raise KeyError("the record is read")

    monkeypatch.setattr("deploy.stack.preflight.preflight", reached)
    with pytest.raises(KeyError, match="the record is read"):
        runpy.run_path(str(Path(__file__).parents[2] / "deploy" / f"{entry}.py"))


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (EMBEDDED, "docker exec -e PGUSER=postgres p-postgres psql"),
        (OWN, "docker run --rm --network host --env-file /opt/p/backup/postgres.env pgvector/pgvector:pg17 psql"),
    ],
)
def test_the_schema_is_asked_without_the_application(
    monkeypatch: pytest.MonkeyPatch, declared: Any, words: str
) -> None:
    monkeypatch.undo()
    asked: list[str] = []

    def run(host: object, command: str, timeout: int) -> Output:
        asked.append(command)
        return Output(True, f"{BEFORE}\n" if len(asked) == 1 else "", "")

    monkeypatch.setattr(connection, "run", run)
    assert database.schema(host(), declared) == BEFORE
    assert database.schema(host(), declared) is None
    assert asked[0].startswith(words)


def test_promises_name_the_server() -> None:
    with pytest.raises(OperatorError, match=rf"server of your own \(db\.example\.com\), and {NEW} migrates it"):
        by_hand.asked(OWN, record(safe=False), "yes")


def test_a_rehearsal_alone_asks_for_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planner.plan(LADDER, installed("4.1.0-ce"), "4.10.0-ce", ALL_READ)
    monkeypatch.setattr(preflight, "plan", lambda *_: found)
    monkeypatch.setenv(rehearsal.REQUEST, rehearsal.ONLY)
    assert preflight.way(host(), OWN, StackState())


@pytest.mark.parametrize(("state", "left"), [("done", ("low", "*")), ("undone", ("low",)), (None, ("low",))])
def test_jobs_of_the_upgrade_before_are_waited_for_wherever_it_ended(state: Any, left: tuple[str, ...]) -> None:
    before = replace(record(stops=(Stop("2.16.0-ce", False, None, (), ("*",)),)), state=state) if state else None
    assert preflight._after(Stop(NEW, True, drain_first=("low",)), before).drain_first == left
