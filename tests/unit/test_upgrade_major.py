"""A change of PostgreSQL's major: what it notes, what it refuses, how it tells an image and a cluster."""

import json
from dataclasses import replace
from typing import Any

import pytest

from deploy.checks.check import findings
from deploy.checks.major import MAJOR_CHECKS, Cluster, image_of
from deploy.checks.stack import STACK_CHECKS, Installed
from deploy.errors import OperatorError
from deploy.releases import major, record
from deploy.releases.major import STEPS, Move
from deploy.stack.facts import Stack
from deploy.stack.services import EXTENSIONS
from deploy.stack.state import unfinished
from deploy.upgrades.cluster import lacks
from deploy.upgrades.major_look import parse
from deploy.verbs import postgres
from tests.unit.host_state import fit, settings

MOVE = Move(15, 17, "restore", who="ana@desk", when="2026-11-23T03:00:00Z")
ROOMY = Cluster(15, 500, 20000, ("chatwoot",), target=False)
ELSEWHERE = {"backup": {"repository": "rest:https://backup.example.com/chat"}}
ASKED = (
    "dump of the database 500 MB + new volume, for which a restore asks twice the data and some 1256 MB + "
    "backups of the database on this disk 500 MB + reserve for logs 1024 MB"
)
RELEASE = record.text(record.Record("4.1.0-ce", (record.Stop("4.10.0-ce", safe=False),)))


def found(cluster: Cluster = ROOMY, **declared: Any) -> list[str]:
    return [str(each) for each in findings(MAJOR_CHECKS, settings(**declared), cluster)]


def test_a_move_is_read_as_it_was_written() -> None:
    assert major.read(major.text(MOVE)) == MOVE


def test_moves_and_upgrades_know_each_other() -> None:
    """One place, one record: an upgrade's is no move, a move that is done is nothing to roll back."""
    assert major.read(RELEASE) is None
    assert major.read("") is None
    assert record.read(major.text(replace(MOVE, state="done"))) is None
    assert record.read(major.text(replace(MOVE, state="undone"))) is None


@pytest.mark.parametrize("state", ["running", "undoing", "stuck"])
def test_an_unfinished_move_keeps_everybody_else_out(state: Any) -> None:
    line = major.text(replace(MOVE, state=state))
    assert "PostgreSQL 15 to 17 by ana@desk" in str(unfinished(line))
    with pytest.raises(OperatorError, match="Run upgrade --postgres 17, which finishes it or goes back"):
        record.read(line)


@pytest.mark.parametrize("change", [{"step": "elsewhere"}, {"colour": "red"}])
def test_a_move_that_cannot_be_understood_is_not_guessed_at(change: dict[str, str]) -> None:
    line = json.dumps(json.loads(major.text(MOVE)) | change)
    with pytest.raises(OperatorError, match="cannot be read"):
        major.read(line)
    assert unfinished(line) == "an upgrade whose record cannot be read"


def test_a_step_is_never_taken_back() -> None:
    assert MOVE.at("dump").step == "restore"
    assert MOVE.at("gate").step == "gate"
    assert [step for step in STEPS if MOVE.reached(step)] == ["keep", "backup", "close", "dump", "start", "restore"]


def test_a_fit_cluster_may_move() -> None:
    assert found() == []
    assert found(replace(ROOMY, free_mb=3280)) == []
    assert found(replace(ROOMY, free_mb=2780, uploads_mb=9000), **ELSEWHERE) == []


@pytest.mark.parametrize(
    ("cluster", "declared", "id_", "words"),
    [
        (replace(ROOMY, free_mb=3279), {}, "pg-disk", f"3279 MB are free and 3280 MB are needed: {ASKED}"),
        (replace(ROOMY, free_mb=3280, uploads_mb=90), {}, "pg-disk", "3370 MB are needed"),
        (replace(ROOMY, free_mb=2779), ELSEWHERE, "pg-disk", "2780 MB are needed"),
        (replace(ROOMY, old=18), {}, "pg-downgrade", "PostgreSQL 18 runs, 17 is older"),
        (replace(ROOMY, databases=("chatwoot", "n8n")), {}, "pg-other-databases", "also has n8n"),
        (replace(ROOMY, target=True), {}, "pg-volume-there", "smarter-postgres-17 is there already"),
        (ROOMY, {"postgres": {"host": "db.example.com"}}, "pg-not-embedded", "a server of your own"),
    ],
)
def test_a_refusal(cluster: Cluster, declared: dict[str, Any], id_: str, words: str) -> None:
    (told,) = found(cluster, **declared)
    assert words in told
    assert told.endswith(f"[{id_}]")


@pytest.mark.parametrize("declared", [{}, ELSEWHERE])
@pytest.mark.parametrize(("data", "uploads"), [(10, 0), (500, 90), (80000, 9000)])
def test_the_check_asks_for_what_each_step_asks_for(declared: dict[str, Any], data: int, uploads: int) -> None:
    """As take.sh and restore.sh do, with what the steps before have left on the disk; in MB."""
    here = not declared
    added = data + uploads if here else 0  # by the backup before the window; the one in it has little that is new
    backup = data * 5 // 2 + 64 if here else data * 3 // 2 + 64
    restored = 2 * data + 256
    least = max(backup + (uploads if here else 0), added + backup, added + data + restored)
    assert found(replace(ROOMY, data_mb=data, uploads_mb=uploads, free_mb=least), **declared)  # logs need some too
    assert not found(replace(ROOMY, data_mb=data, uploads_mb=uploads, free_mb=least + 1024), **declared)


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("pgvector/pgvector:pg15", "pgvector/pgvector:pg17"),
        ("pgvector/pgvector:0.8.0-pg15-bookworm", "pgvector/pgvector:0.8.0-pg17-bookworm"),
        ("registry.example.com:5000/postgres:15", "registry.example.com:5000/postgres:17"),
        ("a/b:15-trixie", "a/b:17-trixie"),
        ("a/b:0.7", None),
        ("a/b:stable", None),
        ("a/b@sha256:" + "1" * 64, None),
        ("a/b:pg15@sha256:" + "1" * 64, None),
    ],
)
def test_the_same_image_of_another_major(reference: str, wanted: str | None) -> None:
    assert image_of(reference, 17) == wanted


def test_the_target_of_several_hosts() -> None:
    old = settings(postgres={"major": 15}, images={"postgres": "pgvector/pgvector:pg15"})
    other = settings(postgres={"major": 15}, images={"postgres": "a/b:15"})
    assert postgres.target({"one": old}, 17) == "pgvector/pgvector:pg17"
    assert postgres.target({"one": settings()}, 17) is None
    for hosts in ({"one": old, "two": other}, {"one": old, "two": settings()}):
        with pytest.raises(OperatorError, match=r"postgres\.major = 17 and an image of it"):
            postgres.target(hosts, 17)


def test_what_an_image_lacks() -> None:
    files = [f"/usr/share/postgresql/17/extension/{name}.control" for name in EXTENSIONS]
    seen = "\n".join(["postgres (PostgreSQL) 17.6 (Debian 17.6-1)", *files])
    assert lacks(settings(), seen, EXTENSIONS) is None
    assert "lacks the extensions postgis" in str(lacks(settings(), seen, [*EXTENSIONS, "postgis"]))
    assert "is not PostgreSQL 17: postgres (PostgreSQL) 15.4" in str(
        lacks(settings(), "postgres (PostgreSQL) 15.4", ())
    )
    assert "no answer" in str(lacks(settings(), "", ()))


def test_the_look_at_a_cluster() -> None:
    seen = fit(volumes=("smarter-postgres-15",))
    output = "data 120\ndatabase chatwoot\ndatabase n8n\nfree 9000\n"
    assert parse(settings(), seen, 15, output) == Cluster(15, 120, 9000, ("chatwoot", "n8n"), target=False)
    both = fit(volumes=("smarter-postgres-15", "smarter-postgres-17"))
    assert parse(settings(), both, 15, output).target
    assert parse(settings(), seen, 15, f"uploads 7\n{output}").uploads_mb == 7
    assert parse(settings(), seen, 15, f"uploads\n{output}").uploads_mb == 0
    for silent in ("data 120\nfree 9000\n", "data \ndatabase chatwoot\nfree 9000\n"):
        with pytest.raises(OperatorError, match="does not answer"):
            parse(settings(), seen, 15, silent)


def test_the_compose_file_tells_the_major_in_use() -> None:
    assert Stack().process(["! chatwoot/chatwoot:v4.10.0-ce", "% 15"]).major == 15
    assert Stack().process(["! chatwoot/chatwoot:v4.10.0-ce"]).major is None


@pytest.mark.parametrize(
    ("seen", "declared", "refused"),
    [(15, {}, True), (17, {}, False), (None, {}, False), (15, {"postgres": {"host": "db.example.com"}}, False)],
)
def test_another_major_than_the_one_in_use_is_refused(
    seen: int | None, declared: dict[str, Any], refused: bool
) -> None:
    """Both volumes lie on the host after a move; the old one applied again would bring old data back."""
    wanted = settings(**declared)
    told = [each.id for each in findings(STACK_CHECKS, wanted, Installed(None, (), major=seen))]
    assert told == (["pg-major-on-old-volume"] if refused else [])


def test_in_the_middle_of_a_move_only_that_is_said() -> None:
    told = [each.id for each in findings(STACK_CHECKS, settings(), Installed(None, (), "the change", major=15))]
    assert told == ["upgrade-unfinished"]
