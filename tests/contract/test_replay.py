"""The stand-in answers what the real application answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.objects import check
from deploy.objects.remote import Remote
from deploy.settings.load import load
from deploy.verbs import comparing, export, exporting
from tests.contract import exceptions, recordings
from tests.contract.provider import Provider
from tests.contract.recordings import VERSIONS, Case, cases
from tests.contract.replay import Replay, body_of
from tests.contract.shape import differences
from tests.contract.standin import StandIn
from tests.lacking import lacking

CASES = cases()
# A 360dialog create of the recorded run whose answer is in no file.
UNRECORDED = ("4.10.0", {"D360-Api-Key": "good-key", "Content-Type": "application/json"})


class Replays:
    """The run of the release that is being tested; one at a time, because all use the same root file system."""

    def __init__(self, root_fs: Path, factory: pytest.TempPathFactory) -> None:
        self._root, self._factory = root_fs, factory
        self.version = ""
        self._standin: StandIn | None = None
        self._replay: Replay | None = None
        self._provider: Provider | None = None
        self.calls: dict[str, list[dict[str, Any]]] = {}

    def of(self, version: str) -> Replay:
        """The run of a release, started on an empty database when it is another one."""
        if version != self.version:
            self.close()
            self.version = version
            self._provider = Provider()
            self.calls[version] = self._provider.calls
            work = self._factory.mktemp(f"standin-{version}")
            self._standin = StandIn(self._root, version, work, self._provider.environment)
            self._standin.start()
            self._replay = Replay(self._standin)
        if self._replay is None:
            pytest.fail(f"the stand-in of {version} did not start: see the first test")
        return self._replay

    def close(self) -> None:
        """Stop what runs."""
        if self._standin:
            self._standin.close()
        if self._provider:
            self._provider.close()
        self._standin = self._replay = self._provider = None


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
        found = differences(expected["json"], body_of(answer), exceptions.ignored(case), exact=case.exact)
        assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("version", VERSIONS)
def test_provider_saw_the_recorded_calls(replays: Replays, version: str) -> None:
    """Method, path, headers and body of every request to WhatsApp's providers, in their order and number."""
    if not replays.calls.get(version):
        pytest.skip("needs the replay of inboxes_whatsapp in the same run")
    recorded = json.loads((recordings.folder() / version / "provider_calls_seen_by_fake.json").read_text())
    assert replays.calls[version] == [call for call in recorded if (version, call["headers"]) != UNRECORDED]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_others_made_is_exported_and_then_needs_no_change(replays: Replays, version: str) -> None:
    """All that the recordings leave behind, by address and token alone, as of somebody who comes to us."""
    if replays.version != version:
        pytest.skip("needs the replay of this release, and of no later one, in the same run")
    replay = replays.of(version)
    found = exporting.remote(replay.standin.url, replay.admin, [])
    data: dict[str, Any] = {}
    exec(export._text(found, replay.standin.url), {}, data)  # noqa: S102
    written = sum(len(each) for account in data["accounts"] for each in account.values() if isinstance(each, list))
    commented = sum("cannot be declared" in line for account in found.accounts for line in account)
    print(f"\n{written} objects and values written, {commented} commented out")
    assert written > 25
    settings = load({**data, "domain": "chatwoot.test"}, "vps1")
    assert check.problems(settings) == []
    compared = comparing.compare(settings, Remote(replay.standin.url, replay.admin, print))
    assert compared.changes == []
