"""The stand-in answers what the real application answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract import exceptions, recordings
from tests.contract.recordings import Case, cases
from tests.contract.replay import Replay, body_of
from tests.contract.shape import differences
from tests.contract.standin import StandIn
from tests.lacking import lacking

CASES = cases()


class Replays:
    """The run of the release that is being tested; one at a time, because all use the same root file system."""

    def __init__(self, root_fs: Path, factory: pytest.TempPathFactory) -> None:
        self._root, self._factory = root_fs, factory
        self._version = ""
        self._standin: StandIn | None = None
        self._replay: Replay | None = None

    def of(self, version: str) -> Replay:
        """The run of a release, started on an empty database when it is another one."""
        if version != self._version:
            self.close()
            self._version = version
            self._standin = StandIn(self._root, version, self._factory.mktemp(f"standin-{version}"))
            self._standin.start()
            self._replay = Replay(self._standin)
        if self._replay is None:
            pytest.fail(f"the stand-in of {version} did not start: see the first test")
        return self._replay

    def close(self) -> None:
        """Stop what runs."""
        if self._standin:
            self._standin.close()
        self._standin = self._replay = None


@pytest.fixture(scope="session")
def replays(root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replays]:
    """Runs against the stand-in, stopped at the end."""
    runs = Replays(root_fs, tmp_path_factory)
    yield runs
    runs.close()


def test_recordings_are_there() -> None:
    """Without them the other tests of this file do not exist."""
    if not CASES:
        lacking(f"no recordings in {recordings.folder()}: set CHATWOOT_RECORDINGS")


def test_exceptions_are_needed() -> None:
    """Every entry of the table of exceptions still fits a case."""
    if not CASES:
        lacking(f"no recordings in {recordings.folder()}: set CHATWOOT_RECORDINGS")
    assert exceptions.unused(CASES) == []


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_same_answer(replays: Replays, case: Case) -> None:
    """Status, media type and JSON are those of the recording."""
    why = exceptions.reason(case)
    if why:
        pytest.skip(why)
    replay = replays.of(case.version)
    replay.prepare(case)
    answer = replay.send(case)
    expected = case.response
    assert answer.status_code == expected["status"], answer.text[:2000]
    media = str(expected["headers"].get("content-type", "")).split(";")[0]
    assert answer.headers.get("content-type", "").split(";")[0] == media
    if "location" in expected["headers"]:
        target = answer.headers["location"].replace(replay.standin.url, "http://chatwoot.test")
        assert target == expected["headers"]["location"]
    if "json" in expected:
        found = differences(expected["json"], body_of(answer), exceptions.ignored(case))
        assert not found, "\n".join(found[:20])
