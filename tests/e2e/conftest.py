"""What the end-to-end tests share: one provisioned machine with a snapshot to go back to, and one bare machine."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.host import identity
from tests.e2e import stack, traces, transcript
from tests.e2e.demo import prepare
from tests.e2e.first import First, provision
from tests.e2e.site import Site, standin_replaced
from tests.e2e.wrapper import run
from tests.sandbox.acme import Acme
from tests.sandbox.choice import Choice
from tests.sandbox.machine import Machine

PROVISIONED, BARE = "vps8", "vps9"
SNAPSHOT = "provisioned"
# Set by who works on these tests: machines stay afterwards, and the next session starts from the snapshot.
KEEP = "CHATWOOT_E2E_KEEP"
_LOCAL = Choice(True, "")
_LAST = "test_secrets"  # reads what all others made the tool say

_used: list[Machine] = []


def ready(name: str) -> Machine:
    """A machine with everything around it; who works on these tests keeps the images that are there."""
    machine = Machine(name)
    _used.append(machine)
    if not os.environ.get(KEEP):
        return prepare(name, _LOCAL)
    machine.up()
    Acme().up()
    return machine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Read the secrets last; leave out what another image cannot do."""
    items.sort(key=lambda item: _LAST in item.nodeid)
    for item in items:
        if item.get_closest_marker("standin") and standin_replaced():
            item.add_marker(pytest.mark.skip(reason="CHATWOOT_IMAGE runs, which has no fault switches"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Of what, where and when the result is: docs/measurements.md quotes it."""
    if config.getoption("--full", default=False):
        terminalreporter.write_line(f"chatwoot-deploy {identity.tool()}, {identity.now()}, {os.cpu_count()} cores")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """What the machines were doing when a test failed."""
    report = yield
    if report.failed and report.when != "teardown":  # type: ignore[attr-defined]
        for machine in _used:
            if machine.running:
                report.sections.append((f"{machine.name}", traces.logs(machine)))  # type: ignore[attr-defined]
        item.stash[_FAILED] = True
    return report


_FAILED = pytest.StashKey[bool]()


@dataclass
class Vps:
    """The provisioned machine.

    first: how it was provisioned; None when a kept snapshot was used
    """

    site: Site
    first: First | None
    handed: Path
    spoiled: bool = field(default=False)

    def keep(self) -> None:
        """Take the snapshot, and what the operator's side has of it."""
        self.site.machine.snapshot(SNAPSHOT)
        for path in transcript.handoff_of(self.site).parent.glob(f"{self.site.machine.name}.*"):
            shutil.copy2(path, self.handed)

    def restore(self) -> None:
        """Back to the snapshot, healthy."""
        began = time.monotonic()
        self.site.machine.restore(SNAPSHOT)
        for path in self.handed.iterdir():
            shutil.copy2(path, transcript.handoff_of(self.site).parent)
        healthy = stack.wait(self.site)
        self.spoiled = False
        print(f"\nrestored in {time.monotonic() - began:.0f} s, of which {healthy:.0f} s until healthy")


@pytest.fixture(scope="session")
def root(machines_alone: None) -> None:
    """Machines need root, and have one user at a time."""


@pytest.fixture(scope="session")
def provisioned(root: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vps]:
    """Provisioned once by `apply`, with a snapshot."""
    existed = Machine(PROVISIONED).exists
    machine = ready(PROVISIONED)
    kept = os.environ.get(KEEP) and SNAPSHOT in machine.snapshots
    site = Site(tmp_path_factory.mktemp("site"), machine)
    vps = Vps(site, None, tmp_path_factory.mktemp("handed"))
    if kept:
        vps.restore()
        run("apply", site).must()
        transcript.note(site)
        vps.keep()
    else:
        if existed:
            machine.reset()
        vps.first = provision(site)
        vps.first.apply.must()
        vps.keep()
    yield vps
    if not os.environ.get(KEEP):
        machine.down()


@pytest.fixture
def vps(provisioned: Vps, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The provisioned machine, to be left as declared; when the test fails, the next one gets the snapshot."""
    if provisioned.spoiled:
        provisioned.restore()
    yield provisioned.site
    if request.node.stash.get(_FAILED, False):
        provisioned.spoiled = True


@pytest.fixture
def spoiled(provisioned: Vps, vps: Site) -> Site:
    """The provisioned machine, which this test leaves changed: the next one gets it back from the snapshot."""
    provisioned.spoiled = True
    return vps


@pytest.fixture(scope="session")
def bare_machine(root: None) -> Iterator[Machine]:
    """A machine on which nothing was ever applied."""
    existed = Machine(BARE).exists
    machine = ready(BARE)
    if existed:
        machine.reset()
    yield machine
    if not os.environ.get(KEEP):
        machine.down()


@pytest.fixture
def bare(bare_machine: Machine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The bare machine, to be left as found; a test that failed may have changed it."""
    yield Site(tmp_path / "bare", bare_machine)
    if request.node.stash.get(_FAILED, False):
        bare_machine.reset()
