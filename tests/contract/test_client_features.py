"""Feature flags on the running stand-in: by the runner before 2.11, over HTTP since, and drift mended both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.chatwoot.needed import needed
from deploy.objects.check import problems
from deploy.settings.objects.features import BY_PLATFORM
from tests.contract.installation import Installation, changes
from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn
from tests.contract.test_client_bootstrap import DATABASE, Running

ACME = {"name": "Acme", "locale": "es", "features": {"ip_lookup": True, "labels": False, "help_center": True}}


@pytest.fixture(scope="module", params=VERSIONS)
def installation(
    root_fs: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A bootstrapped installation of each release with one account."""
    with StandIn(root_fs, request.param, tmp_path_factory.mktemp("features")) as standin:
        standin.start()
        yield Installation(Running(standin, request.param, [ACME]), "http://127.0.0.1:9")


def test_flags_are_brought_to_what_is_declared(installation: Installation) -> None:
    running, by_runner = installation.running, installation.release < BY_PLATFORM
    assert problems(running.settings) == []
    shown = installation.client("Acme").get("", "the account")["features"]
    assert ("ip_lookup" in shown, "labels" in shown, "help_center" in shown) == (by_runner, not by_runner, True)
    differing = [] if by_runner else ["features.ip_lookup", "features.labels"]
    assert [each.field for plan in installation.plan(ACME) for step in plan.steps for each in step.changes] == differing
    assert installation.bring(ACME) == []
    shown = installation.client("Acme").get("", "the account")["features"]
    assert ("ip_lookup" in shown, "labels" in shown, "help_center" in shown) == (True, False, True)
    assert changes(installation.plan(ACME)) == []


def test_drift_of_a_flag_is_seen_and_mended(installation: Installation) -> None:
    running = installation.running
    state = running.state()
    assert state is not None
    assert needed(running.settings, state) == []
    # The first flag of the list is inbound_emails, the fifth ip_lookup: both otherwise, behind our back.
    running.standin.sql("UPDATE accounts SET feature_flags = feature_flags # 17", DATABASE)
    drifted = running.state()
    assert drifted is not None
    assert drifted.features["Acme"] == state.features["Acme"] ^ 17
    if installation.release < BY_PLATFORM:
        assert needed(running.settings, drifted) == [("account Acme", "feature ip_lookup switched on")]
        assert running.bootstrap().made == ("feature ip_lookup of account Acme",)
        assert running.bootstrap().made == ()
    else:
        assert needed(running.settings, drifted) == []
        assert installation.bring(ACME) == []
    mended = running.state()
    assert mended is not None
    assert mended.features["Acme"] == state.features["Acme"] ^ 1  # what nobody declared stays as it was made
