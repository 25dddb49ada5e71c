"""Two bare machines to measure on. Counts are asserted, times are printed: the machines of CI are shared and noisy."""

from collections.abc import Iterator

import pytest

from tests.e2e.demo import prepare
from tests.sandbox.choice import Choice
from tests.sandbox.machine import Machine

NAMES = ("vps1", "vps2")


@pytest.fixture(scope="module")
def machines(machines_alone: None) -> Iterator[tuple[Machine, Machine]]:
    """The machines of inventories/demo.py and inventories/fleet.py, bare; gone before other modules measure."""
    one, two = (prepare(name, Choice(True, "")) for name in NAMES)
    one.reset()
    two.reset()
    yield one, two
    for machine in (one, two):
        machine.down()
