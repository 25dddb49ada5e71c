"""The sandbox's own proof on the real thing; root only: `pytest tests/sandbox/life.py`, part of `make e2e-full`.

It uses machines nobody else uses, so that it may run beside other tests.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.lacking import needs_root
from tests.sandbox import processes, sysctl
from tests.sandbox.cleanup import leftovers
from tests.sandbox.errors import SandboxError
from tests.sandbox.machine import Machine

FIRST, SECOND = "vps81", "vps82"
SWAP_ON = "fallocate -l 64M /swap81; chmod 600 /swap81; mkswap -q /swap81; swapon /swap81"


def left() -> list[str]:
    """What the host carries of these machines."""
    return [line for line in leftovers() if re.search(rf"{FIRST}|{SECOND}", line)]


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A bare machine; nothing of it may stay."""
    needs_root("the throw-away VPS mounts disks and makes network namespaces")
    made = Machine(FIRST)
    made.down()
    made.up()
    yield made
    Machine(SECOND).down()
    made.down()
    assert left() == []


def test_it_is_a_debian_with_systemd_and_nothing_of_the_product(machine: Machine) -> None:
    assert machine.run("cat /proc/1/comm; . /etc/os-release; echo $VERSION_CODENAME").stdout == "systemd\ntrixie\n"
    assert machine.run("systemctl is-system-running --wait").stdout == "running\n"
    assert machine.run("command -v docker nft iptables", check=False).stdout == ""
    assert machine.run("hostname; getent hosts app.chat81.test").stdout.split()[:2] == [FIRST, machine.ip]


def test_users_differ_in_their_rights(machine: Machine) -> None:
    assert machine.run("sudo -n id -un", user="ops").stdout == "root\n"
    assert machine.run("sudo -n id -un", user="nosudo", check=False).returncode != 0


def test_a_reboot_is_a_new_boot_with_an_empty_network(machine: Machine) -> None:
    machine.run("ip link add left-over type bridge")
    assert machine.boots == 1
    machine.reboot()
    assert machine.boots == 2
    assert "left-over" not in machine.run("ip link").stdout


def test_a_power_cut_loses_what_was_not_synced(machine: Machine) -> None:
    machine.run("echo kept > /root/synced; sync; echo gone > /root/unsynced")
    machine.power_off()
    assert not machine.running
    machine.start()
    assert machine.run("ls /root").stdout.split() == ["synced"]


def test_snapshots_come_back_and_reset_is_bare(machine: Machine) -> None:
    machine.run("touch /root/before")
    machine.snapshot("one")
    machine.run("touch /root/after")
    machine.restore("one")
    assert machine.run("ls /root").stdout.split() == ["before"]
    machine.reset()
    assert machine.run("ls /root").stdout == ""
    with pytest.raises(SandboxError, match="has no snapshot two; it has: one"):
        machine.restore("two")


def test_a_clone_is_another_machine_and_they_reach_each_other(machine: Machine) -> None:
    machine.run("touch /root/before")
    other = machine.clone(SECOND)
    assert other.run("hostname; ls /root").stdout.split() == [SECOND, "before"]
    assert other.run("cat /etc/machine-id").stdout != machine.run("cat /etc/machine-id").stdout
    other.run(f"ping -c 1 -W 5 {machine.ip}")
    machine.run(f"ping -c 1 -W 5 {other.ip}")


def test_swap_of_a_guest_is_off_when_it_is_gone(machine: Machine) -> None:
    machine.run(SWAP_ON)
    machine.reset()
    assert "swap81" not in machine.run("cat /proc/swaps").stdout


def test_shared_kernel_settings_are_on_record(machine: Machine) -> None:
    machine.run("sysctl -q -w vm.overcommit_memory=1")
    assert sysctl.record().exists()


def test_a_cut_cable_is_silence_and_comes_back(machine: Machine) -> None:
    with machine.unplugged(), pytest.raises(SandboxError, match="did not end within 3 s"):
        machine.run("true", timeout=3)
    machine.run("true", timeout=60)
    session = subprocess.Popen([*machine.ssh(), "-o", "ControlPath=none", "sleep 100"], stderr=subprocess.DEVNULL)
    time.sleep(2)
    machine.drop_ssh()
    assert session.wait(20) == 255


@pytest.mark.parametrize("after", [0.3, 0.6, 1.0, 2.0])
def test_a_killed_command_is_made_good_by_the_next(machine: Machine, after: float) -> None:
    machine.down()
    tool = subprocess.Popen([sys.executable, "-m", "tests.sandbox", "up", FIRST], stdout=subprocess.DEVNULL)
    time.sleep(after)
    tool.kill()
    tool.wait()
    machine.up()
    assert machine.run("hostname").stdout == f"{FIRST}\n"


@pytest.mark.parametrize("part", ["keeper", "boot", "nspawn"])
def test_a_killed_part_leaves_nothing(machine: Machine, part: str) -> None:
    machine.run(SWAP_ON)
    for pid in processes.marked(f"{part}:{FIRST}"):
        subprocess.run(["kill", "-KILL", str(pid)], check=True)
    machine.down()
    assert left() == []
