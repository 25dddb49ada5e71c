"""A run stays below the limit of requests instead of running into it."""

import pytest

from deploy.chatwoot.limit import pause
from deploy.chatwoot.pace import Pace, allowed
from tests.unit.declaration import settings


class Clock:
    """Time that passes by sleeping alone, and by a tick for every look."""

    def __init__(self, tick: float) -> None:
        self.now, self.tick = 1000.0, tick
        self.slept: list[float] = []

    def look(self) -> float:
        """Now."""
        self.now += self.tick
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


def test_never_more_than_allowed_in_any_minute() -> None:
    clock, told, times = Clock(tick=0.01), list[str](), list[float]()
    pace = Pace(280, clock.sleep, clock.look)
    for _ in range(900):
        pace.keep(told.append)
        times.append(clock.now)
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[280:], strict=False))
    assert len(clock.slept) == len(told)
    # Once a minute, not once a request: they go out in bursts as fast as the server answers.
    assert times[-1] - times[0] < 4 * 60
    assert told[0].startswith("280 requests in a minute, more Chatwoot may refuse; going on in 5")


def test_who_is_slow_anyway_never_waits() -> None:
    clock = Clock(tick=0.3)
    pace = Pace(280, clock.sleep, clock.look)
    for _ in range(900):
        pace.keep(lambda _: None)
    assert clock.slept == []


@pytest.mark.parametrize(
    ("version", "environment", "most"),
    [
        ("2.10.0-ce", {}, 280),
        ("2.10.0-ce", {"RACK_ATTACK_LIMIT": "9000"}, 280),  # which it does not read yet
        ("2.10.0-ce", {"ENABLE_RACK_ATTACK": "False"}, None),
        ("4.10.0-ce", {}, None),
        ("4.10.0-ce", {"RACK_ATTACK_LIMIT": "600"}, 560),
        ("4.10.0-ce", {"RACK_ATTACK_LIMIT": "many"}, None),
        ("4.10.0-ce", {"RACK_ATTACK_LIMIT": "600", "ENABLE_RACK_ATTACK": "false"}, None),
    ],
)
def test_what_is_allowed(version: str, environment: dict[str, str], most: int | None) -> None:
    assert allowed(settings(chatwoot={"version": version, "environment": environment}).chatwoot) == most


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("", 21),  # as Chatwoot itself answers
        ("7", 7),
        ("0", 1),
        ("900", 900),
        ("-5", 21),
        ("1.5", 21),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 21),
        ("9" * 5000, 21),
    ],
)
def test_what_a_full_limit_asks_for(told: str, seconds: float) -> None:
    assert pause(told, now=100.0) == seconds
