"""The stand-in answers what the real application answered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract import exceptions, recordings
from tests.contract.chroot import root
from tests.contract.recordings import Case, cases
from tests.contract.replay import Replay, body_of
from tests.contract.shape import differences
from tests.contract.standin import StandIn

CASES = cases()


@pytest.fixture(scope="session")
def root_fs() -> Path:
    """Root file system of the stand-in; skips where it cannot be made."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("running the stand-in needs root and unshare")
    return root()


@pytest.fixture(scope="session", params=recordings.VERSIONS)
def replay(request: pytest.FixtureRequest, root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """A run against one release on an empty database."""
    standin = StandIn(root_fs, request.param, tmp_path_factory.mktemp(f"standin-{request.param}"))
    try:
        standin.start()
        yield Replay(standin)
    finally:
        standin.close()


def test_recordings_are_there() -> None:
    """Without them the other tests of this file do not exist."""
    if CASES:
        return
    assert os.environ.get("CI") != "true", f"no recordings in {recordings.folder()}"
    pytest.skip(f"no recordings in {recordings.folder()}: set CHATWOOT_RECORDINGS")


def test_exceptions_are_needed() -> None:
    """Every entry of the table of exceptions still fits a case."""
    if not CASES:
        pytest.skip("no recordings")
    assert exceptions.unused(CASES) == []


@pytest.mark.parametrize(
    ("replay", "case"),
    [pytest.param(case.version, case, id=case.id) for case in CASES],
    indirect=["replay"],
)
def test_same_answer(replay: Replay, case: Case) -> None:
    """Status, media type and JSON are those of the recording."""
    why = exceptions.reason(case)
    if why:
        pytest.skip(why)
    replay.prepare(case)
    answer = replay.send(case)
    expected = case.response
    assert answer.status_code == expected["status"], answer.text[:2000]
    media = str(expected["headers"].get("content-type", "")).split(";")[0]
    assert answer.headers.get("content-type", "").split(";")[0] == media
    if "location" in expected["headers"]:
        found = answer.headers["location"].replace(replay.standin.url, "http://chatwoot.test")
        assert found == expected["headers"]["location"]
    if "json" in expected:
        assert differences(expected["json"], body_of(answer), exceptions.ignored(case)) == []
