"""The canary job that an upgrade's gate waits for, and the fault that keeps it waiting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.checkout import ROOT
from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn
from tests.sandbox.deadline import holds_within

CANARY = ROOT / "templates" / "rails" / "canary.rb"
BOOT_SECONDS = 60


@pytest.fixture(params=VERSIONS)
def standin(request: pytest.FixtureRequest, root_fs: Path, tmp_path: Path) -> Iterator[StandIn]:
    """A prepared release with the initializer mounted; neither web nor worker runs."""
    with StandIn(root_fs, request.param, tmp_path) as double:
        double.start_with(CANARY)
        yield double


def _queue(standin: StandIn, name: str) -> None:
    """As the gate does it: straight into Redis, without a Rails runner."""
    job = {"class": "ChatwootDeployCanary", "args": [name], "queue": "default", "retry": False, "jid": f"canary-{name}"}
    standin.redis("LPUSH", "queue:default", json.dumps(job | {"created_at": 1.0, "enqueued_at": 1.0}))


def _beats(standin: StandIn) -> bool:
    return standin.redis("SCARD", "processes") == "1"


def test_canary_comes_back(standin: StandIn) -> None:
    """The key says who did it and which release that was, and goes by itself."""
    standin.start_worker()
    _queue(standin, "one")
    assert holds_within(lambda: standin.redis("EXISTS", "chatwoot-deploy:canary:one") == "1", BOOT_SECONDS)
    version = standin.runner('puts "@@#{Chatwoot.config[:version].to_json}"')
    assert standin.redis("GET", "chatwoot-deploy:canary:one").split()[1:] == [version]
    assert 500 < int(standin.redis("TTL", "chatwoot-deploy:canary:one")) <= 600
    assert standin.redis("LLEN", "queue:default") == "0"


def test_deaf_worker_takes_no_job(standin: StandIn) -> None:
    """It beats like a healthy one; the job waits, and the next worker does it."""
    standin.start_worker(STANDIN_FAULTS="worker_deaf")
    assert holds_within(lambda: _beats(standin), BOOT_SECONDS)
    _queue(standin, "two")
    assert not holds_within(lambda: standin.redis("LLEN", "queue:default") == "0", 5)
    standin.stop("worker")
    standin.start_worker()
    assert holds_within(lambda: standin.redis("EXISTS", "chatwoot-deploy:canary:two") == "1", BOOT_SECONDS)
