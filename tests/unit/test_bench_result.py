"""The numbers of a load: what counts as failed, which gap is the longest, which messages got lost."""

from typing import Any

import pytest

from tests.bench.generator import MIX
from tests.bench.load import lost
from tests.bench.result import Result

BEGAN = 1000.0


def _result(*seen: tuple[str, float, float, int, str], stopped: float = 10.0, away: Any = ()) -> Result:
    moved = [[kind, BEGAN + began, BEGAN + ended, status, detail] for kind, began, ended, status, detail in seen]
    return Result.read(
        {"began": BEGAN, "stopped": BEGAN + stopped, "late": 0.0, "cpu": 0.0, "seen": moved, "away": away}
    )


def test_mix_is_that_of_the_issue() -> None:
    assert {kind: MIX.count(kind) for kind in MIX} == {"api": 6, "profile": 2, "list": 1, "post": 1}
    assert len(MIX) == 10


def test_anything_but_200_has_failed() -> None:
    result = _result(
        ("api", 0, 1, 200, "4.10.0"),
        ("api", 1, 2, 502, "Bad Gateway"),
        ("post", 2, 3, 0, "timeout"),
        ("post", 3, 4, 200, "m-1"),
    )
    assert result.statuses == {0: 1, 200: 2, 502: 1}
    assert [each.detail for each in result.failed] == ["Bad Gateway", "timeout"]
    assert result.answered == ["m-1"]
    assert result.rate == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("ends", "gap"),
    [([1, 2, 3, 9.5], 6.5), ([5, 9], 5), ([1, 2, 4], 6), ([], 10), ([1, 3, 11], 7)],
    ids=["inside", "at the start", "at the end", "never", "answered after the end"],
)
def test_longest_gap(ends: list[float], gap: float) -> None:
    result = _result(*(("api", end - 0.1, end, 200, "") for end in ends))
    assert result.gap == pytest.approx(gap)


def test_failures_do_not_end_a_gap() -> None:
    result = _result(("api", 0, 1, 200, ""), ("api", 4, 5, 502, ""), ("api", 8, 9, 200, ""))
    assert result.gap == pytest.approx(8)


def test_times_are_those_of_successes() -> None:
    result = _result(*(("api", 0, took / 10, 200, "") for took in range(1, 101)), ("api", 0, 99, 502, ""))
    assert result.percentile(0.5) == pytest.approx(5.1)
    assert result.percentile(0.99) == pytest.approx(10.0)
    assert _result().percentile(0.5) == 0


def test_releases_as_they_were_first_seen_and_the_last() -> None:
    told = ["4.10.0", "4.11.1", "4.10.0", "4.11.1", "4.10.0"]
    result = _result(
        *(("api", at, at + 0.5, 200, version) for at, version in enumerate(told)), ("api", 9, 9.5, 502, "")
    )
    assert result.releases == ["4.10.0", "4.11.1", "4.10.0"]
    assert _result(("api", 0, 1, 200, "4.10.0")).releases == ["4.10.0", "4.10.0"]
    assert _result().releases == []


def test_websocket_away() -> None:
    assert _result(away=[[BEGAN, 0.5], [BEGAN + 3, 1.5]]).websocket_away == pytest.approx(2)


def test_messages_must_be_there_exactly_once() -> None:
    assert lost("m-1|1\nm-2|1\nm-9|1", ["m-1", "m-2"]) == []  # m-9 was written, and its answer got lost
    assert lost("m-1|1\nm-2|2", ["m-1", "m-2", "m-3"]) == ["m-2: 2 times", "m-3: 0 times"]
    assert lost("m-9|2", []) == ["m-9: 2 times"]
    assert lost("", ["m-1"]) == ["m-1: 0 times"]
