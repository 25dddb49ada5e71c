"""What an upgrade notes on the host, and what comes of it when it is unfinished."""

import json
from dataclasses import replace

import pytest

from deploy.checks.check import findings
from deploy.checks.stack import STACK_CHECKS, Installed
from deploy.errors import OperatorError
from deploy.releases.record import STEPS, Record, State, Stop, read, text
from deploy.stack.state import unfinished
from tests.unit.declaration import settings

STOPS = (
    Stop("4.1.0-ce", False, "20250416182131", ("webhooks",), ("*",)),
    Stop("4.10.0-ce", False, "20260114201315"),
    Stop("4.11.0-ce", True),
)
RECORD = Record("2.10.0-ce", STOPS, schema="20230510060828", before="2026-11-23T02:58:00Z", who="ana@laptop", when="t")


def test_one_of_before_there_were_replaced_databases_is_read_too() -> None:
    line = json.loads(text(RECORD))
    assert line.pop("replaced") == []
    assert read(json.dumps(line)) == RECORD


@pytest.mark.parametrize(
    "record",
    [
        RECORD,
        RECORD.at("gate"),
        RECORD.following(),
        RECORD.following().following(),
        replace(RECORD, replaced=("a", "b")),
    ],
)
def test_it_comes_back_as_it_was_written(record: Record) -> None:
    line = text(record)
    assert line.count("\n") == 1
    assert line.startswith("{")  # by which the fact Stack knows it
    assert read(line) == record


def test_no_record_is_no_upgrade() -> None:
    assert read("") is None
    assert read("\n") is None
    assert unfinished("") is None


def damaged() -> dict[str, str]:
    """Lines that no upgrade writes."""
    whole = json.loads(text(RECORD))
    bent = {
        "step": whole | {"step": "elsewhere"},
        "position": whole | {"position": 3},
        "before the first": whole | {"position": -1},
        "stop": whole | {"stops": [{"version": "4.1.0-ce"}]},
        "no stops": {key: value for key, value in whole.items() if key != "stops"},
        "unknown": whole | {"colour": "red"},
    }
    return {name: json.dumps(each) for name, each in bent.items()} | {"cut": text(RECORD)[:70], "text": "{gone"}


@pytest.mark.parametrize("line", damaged().values(), ids=damaged())
def test_a_damaged_one_is_never_guessed_at(line: str) -> None:
    with pytest.raises(OperatorError, match=r"cannot be read\. Look at upgrade/record\.json"):
        read(line)
    assert unfinished(line) == "an upgrade whose record cannot be read"


def test_steps_count_up() -> None:
    for place, step in enumerate(STEPS):
        reached = [each for each in STEPS if RECORD.at(step).reached(each)]
        assert reached == list(STEPS[: place + 1])


def test_the_next_hop_starts_where_this_one_ended() -> None:
    second = RECORD.at("open").following()
    assert (second.start, second.stop.version, second.step, second.state) == (
        "4.1.0-ce",
        "4.10.0-ce",
        "keep",
        "running",
    )
    assert (second.schema, second.before) == ("", "")  # those of the first hop would restore the wrong dump
    assert (second.who, second.when) == ("ana@laptop", "t")
    assert [RECORD.last, second.last, second.following().last] == [False, False, True]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("running", "the upgrade from 2.10.0-ce to 4.1.0-ce by ana@laptop, begun t"),
        ("undoing", "the upgrade from 2.10.0-ce to 4.1.0-ce by ana@laptop, begun t"),
        ("stuck", "the upgrade from 2.10.0-ce to 4.1.0-ce by ana@laptop, begun t"),
        ("done", None),
        ("undone", None),
    ],
)
def test_apply_refuses_beside_an_unfinished_one(state: State, sentence: str | None) -> None:
    line = text(Record("2.10.0-ce", STOPS, state=state, who="ana@laptop", when="t"))
    assert unfinished(line) == sentence
    seen = Installed("chatwoot/chatwoot:v4.10.0-ce", (), unfinished(line))
    found = {each.id: str(each) for each in findings(STACK_CHECKS, settings(), seen, ())}
    if sentence is None:
        assert found == {}
    else:
        assert list(found) == ["upgrade-unfinished"]
        assert f"{sentence} is unfinished" in found["upgrade-unfinished"]


@pytest.mark.parametrize(
    ("position", "step", "state", "lossy"),
    [
        (0, "gate", "running", False),  # still closed
        (0, "open", "running", True),
        (0, "open", "done", True),
        (0, "open", "undoing", True),  # begun, and not closed again yet: visitors write
        (0, "open", "stuck", True),
        (0, "gate", "undoing", False),  # closed again
        (0, "backup", "undoing", False),  # restored already
        (0, "open", "undone", False),
        (2, "gate", "done", False),  # safe: the old code serves the newer schema
    ],
)
def test_the_dump_takes_something_away_once_the_site_was_open(
    position: int, step: str, state: State, lossy: bool
) -> None:
    assert Record("4.1.0-ce", STOPS, position, step, state).lossy == lossy
