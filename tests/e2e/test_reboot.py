"""After a reboot, or a power cut, the stack is healthy without any command."""

import time

import pytest

from tests.e2e import stack
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.e2e.wrapper import planned


def _as_before(site: Site) -> None:
    assert "nothing to do" in planned(site, 0)
    assert Public(site).inbox("Orders")
    assert Public(site).status("POST", "/api/v1/accounts") == 404


def test_reboot(vps: Site) -> None:
    """Time until SSH answers, and until every container is healthy."""
    began = time.monotonic()
    boot = vps.machine.reboot()
    stack.wait(vps)
    print(f"after reboot: SSH in {boot:.0f} s, stack healthy in {time.monotonic() - began:.0f} s")
    _as_before(vps)


@pytest.mark.full
def test_power_cut(spoiled: Site) -> None:
    """What was not synced is lost; what was acknowledged is there."""
    began = time.monotonic()
    spoiled.machine.power_off()
    spoiled.machine.start()
    stack.wait(spoiled)
    print(f"after a power cut: stack healthy in {time.monotonic() - began:.0f} s")
    _as_before(spoiled)
