"""What an apply costs: beside the same steps typed by hand, a second time, after a reboot, on two hosts at once."""

import runpy
import time

import pytest
import requests

from deploy.checks.observed import HostState
from deploy.settings.load import load
from deploy.settings.settings import Settings
from tests.bench import by_hand
from tests.bench.verb import ROOT, apply
from tests.sandbox.machine import Machine

DEMO, FLEET = "inventories/demo.py", "inventories/fleet.py"
MOST_COMMANDS = 15  # in each phase of a second apply; the budget
REBOOT_SECONDS = 300

Machines = tuple[Machine, Machine]


def declaration() -> Settings:
    values = runpy.run_path(str(ROOT / "group_data/demo.py"))
    return load({key: value for key, value in values.items() if not key.startswith("_")}, "vps1")


def bare(machine: Machine) -> HostState:
    ram_kb = int(machine.run("awk '/MemTotal/ {print $2}' /proc/meminfo").stdout)
    return HostState(
        is_root=True,
        distribution="debian",
        release="13",
        codename="trixie",
        architecture=machine.run("dpkg --print-architecture").stdout.strip(),
        ram_mb=ram_kb // 1024,
        swap_mb=0,
        cpus=2,
        disk_free_mb=20000,
        clock=0,
        addresses=(),
        domain_addresses=(),
        listeners=(),
        in_container=True,
    )


@pytest.mark.full
def test_first_apply_beside_the_same_steps_by_hand(machines: Machines) -> None:
    one, _ = machines
    by_tool = apply(DEMO).seconds
    again = apply(DEMO)
    host = again.answer["hosts"]["vps1"]
    began = time.monotonic()
    one.reboot()
    up = time.monotonic() - began
    while not _healthy(one):
        assert time.monotonic() - began < REBOOT_SECONDS
        time.sleep(0.5)
    healthy = time.monotonic() - began
    one.reset()
    by_script = by_hand.install(one, declaration(), bare(one))
    print(
        f"\nfirst apply {by_tool:.0f} s; the same by hand {by_script:.0f} s; ratio {by_tool / by_script:.2f}"
        f"\nsecond apply {again.seconds:.1f} s, commands {host['commands']}, {host['changed']} operations changed"
        f"\nreboot: SSH after {up:.0f} s, all containers healthy after {healthy:.0f} s without any command"
    )
    assert host["changed"] == 0
    assert all(count <= MOST_COMMANDS for count in host["commands"].values()), host["commands"]


@pytest.mark.full
def test_two_hosts_at_once(machines: Machines) -> None:
    one, two = machines
    one.reset()
    two.reset()
    alone = apply(DEMO).seconds
    one.reset()
    both = apply(FLEET)
    print(f"\none host {alone:.0f} s, two hosts at once {both.seconds:.0f} s; ratio {both.seconds / alone:.2f}")
    again = apply(FLEET).answer["hosts"]
    assert {name: each["changed"] for name, each in again.items()} == {"vps1": 0, "vps2": 0}


def _healthy(machine: Machine) -> bool:
    states = machine.run("docker ps -a --format '{{.Names}} {{.Status}}'").stdout.splitlines()
    serving = [line for line in states if "-migrate" not in line]
    return bool(serving) and all("(healthy)" in line for line in serving) and _answers(machine.ip)


def _answers(ip: str) -> bool:
    try:
        return requests.get(f"http://{ip}/", timeout=5, allow_redirects=False).status_code in (301, 308)
    except requests.RequestException:
        return False
