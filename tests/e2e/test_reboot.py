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


def test_zeros_at_the_end_of_what_redis_keeps(vps: Site) -> None:
    """What a power cut leaves there now and then, and Redis before 8.4 does not start with."""
    stack.redis(vps, "SET", "e2e:kept", "yes")
    time.sleep(2)  # Redis writes to its disk each second
    container, folder = f"{vps.project}-redis", f"$(docker volume inspect -f '{{{{.Mountpoint}}}}' {vps.project}-redis)"
    vps.machine.run(
        f"docker kill {container} && head -c 1248 /dev/zero >> $(ls {folder}/appendonlydir/*.incr.aof | tail -n 1) && "
        f"docker start {container}"
    )
    stack.wait(vps)
    assert stack.redis(vps, "GET", "e2e:kept") == "yes"
    stack.redis(vps, "DEL", "e2e:kept")
    assert "its last 1248 bytes go" in vps.machine.run(f"docker logs {container} 2>&1").stdout
    _as_before(vps)
