"""A provisioned machine to upgrade again and again, each time from the same state."""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.e2e import stack
from tests.e2e.demo import prepare
from tests.e2e.releases import known
from tests.e2e.site import Site
from tests.e2e.wrapper import run
from tests.sandbox.acme import Acme
from tests.sandbox.choice import Choice
from tests.sandbox.machine import Machine

NAME = "vps3"
SNAPSHOT = "provisioned"
KEEP = "CHATWOOT_E2E_KEEP"  # as in tests/e2e: the machine stays, and the next session begins with its snapshot


def provisioned(folder: Path) -> Iterator[Site]:
    """The machine at 4.10.0, with a snapshot."""
    kept = os.environ.get(KEEP)
    machine = Machine(NAME)
    if kept and machine.exists and SNAPSHOT in machine.snapshots:
        machine.restore(SNAPSHOT)
        Acme().up()
    else:
        machine = prepare(NAME, Choice(True, ""))
        machine.reset()
    site = known(Site(folder / "bare", machine), folder / "site")
    run("apply", site).must()
    machine.snapshot(SNAPSHOT)
    yield site
    if not kept:
        machine.down()


def fresh(site: Site) -> Site:
    """The machine as it was provisioned, healthy and warm."""
    site.machine.restore(SNAPSHOT)
    stack.wait(site)
    return site
