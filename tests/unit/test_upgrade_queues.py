"""When is everything done that was in Sidekiq's queues?"""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.upgrades import queues
from deploy.upgrades.queues import Emptying, Seen
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host

SETTINGS = settings(project="p")


def seen(now: int, waiting: dict[str, int], *working: tuple[str, int]) -> Seen:
    return Seen(now, waiting, working, 0)


def test_an_empty_queue_is_empty_once_a_fetched_job_would_be_seen() -> None:
    emptying = Emptying(("*",))
    assert emptying.left(seen(100, {"low": 0, "default": 2})) == {"low": 0, "default": 2}
    assert emptying.left(seen(112, {"low": 0, "default": 0})) == {"default": 0}
    assert emptying.left(seen(124, {"low": 0, "default": 0})) == {}


def test_what_was_fetched_is_waited_for() -> None:
    """A fetched job stands in no queue, and Sidekiq puts it back when it is stopped: the next release meets it."""
    emptying = Emptying(("*",))
    assert emptying.left(seen(100, {"async_database_migration": 0}, ("async_database_migration", 90)))
    for now in (112, 1000):
        left = emptying.left(seen(now, {"async_database_migration": 0}, ("async_database_migration", 90)))
        assert left == {"async_database_migration": 1}
    assert emptying.left(seen(1001, {"async_database_migration": 0})) == {}


def test_what_visitors_add_meanwhile_is_not_waited_for() -> None:
    emptying = Emptying(("*",))
    emptying.left(seen(100, {"default": 0}))
    assert emptying.left(seen(112, {"default": 9}, ("default", 111))) == {}


def test_only_the_named_queues_count() -> None:
    assert Emptying(("webhooks",)).left(seen(100, {"default": 9}, ("low", 90))) == {}
    assert Emptying(("webhooks", "bots")).left(seen(100, {"webhooks": 0, "bots": 2})) == {"webhooks": 0, "bots": 2}
    assert Emptying(("*",)).left(seen(100, {})) == {}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Redis answers this; two seconds pass from look to look, on both clocks."""

    def answer(given: Any) -> None:
        clock: Iterator[int] = iter(range(0, 100000, 2))
        passed = [0]

        def look(*_: Any) -> Output:
            passed[0] += 2
            text = (
                given if isinstance(given, str) else json.dumps({"now": passed[0], "working": {}, "retry": 0} | given)
            )
            return Output(True, f"{text}\n", "")

        monkeypatch.setattr(queues, "connection", SimpleNamespace(run=look))
        monkeypatch.setattr(queues, "time", SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None))

    return answer


def test_failed_jobs_are_told_of(asked: Callable[[Any], None]) -> None:
    told: list[str] = []
    asked({"waiting": {"low": 0}, "retry": 3})
    queues.drained(host(), SETTINGS, ("*",), 60, told.append)
    assert told == ["3 failed jobs wait for another try, and meet the next release"]


def test_what_is_left_is_told_while_it_is_waited_for(asked: Callable[[Any], None]) -> None:
    told: list[str] = []
    asked({"waiting": {"low": 7}})
    with pytest.raises(OperatorError, match=r"queues are not empty after 200 s: low \(7 jobs\)\. Wait"):
        queues.drained(host(), SETTINGS, ("*",), 200, told.append)
    assert len(told) == 3
    assert told[0] == "after 62 s not empty yet: low (7 jobs)"


@pytest.mark.parametrize("answer", ["", "LOADING Redis is loading", '{"now": 1}', "[]"])
def test_no_answer_is_not_empty(asked: Callable[[Any], None], answer: str) -> None:
    asked(answer)
    with pytest.raises(OperatorError, match="not empty after 5 s: Redis does not answer"):
        queues.drained(host(), SETTINGS, ("*",), 5, print)
