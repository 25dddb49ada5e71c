"""From what was seen to what is to be done."""

from dataclasses import replace
from typing import Any

import pytest

from deploy.checks.observed import Running, Unit
from deploy.host import clock, docker, firewall, kernel, packages, swap, timers, upgrades
from deploy.host.duty import Duty
from deploy.settings.host import Machine

MACHINE = Machine()
UP = Unit("enabled", "active")
RULES = firewall.files(MACHINE)[0]
DAEMON = docker.daemon(MACHINE.docker)
PROVISIONED = Running(
    packages=dict.fromkeys([*docker.PACKAGES["debian"], "nftables", "systemd-timesyncd"], "1"),
    docker="26.1.5",
    units=dict.fromkeys(
        [
            "docker.service",
            firewall.UNIT,
            "systemd-timesyncd.service",
            "unattended-upgrades.service",
            "apt-daily.timer",
            "apt-daily-upgrade.timer",
        ],
        UP,
    ),
    daemon_json=DAEMON.digest,
    firewall_file=RULES.digest,
    firewall_loaded=True,
    firewall_current=True,
    kernel={"vm.overcommit_memory": "1", "vm.swappiness": "10", "net.core.somaxconn": "4096"},
    swaps={swap.FILE: 2048},
)


def due(seen: Running, machine: Machine = MACHINE) -> list[Duty]:
    return [
        *docker.duties(machine.docker, "debian", seen),
        *firewall.duties(machine, seen),
        *kernel.duties(machine, seen),
        *swap.duties(2048, seen),
        *clock.duties(machine, seen),
        *upgrades.duties(machine, seen),
    ]


def test_nothing_on_a_provisioned_machine() -> None:
    assert due(PROVISIONED) == []


def test_everything_on_a_bare_one() -> None:
    subjects = [each.subject for each in due(Running())]
    assert subjects == ["packages", "docker", "firewall", "kernel", "swap", "clock", "security upgrades"]


@pytest.mark.parametrize(
    ("subject", "changes"),
    [
        ("docker", {"docker": None}),
        ("docker", {"daemon_stale": True}),
        ("docker", {"daemon_json": "0" * 64}),
        ("firewall", {"firewall_current": False}),
        ("firewall", {"firewall_file": "0" * 64}),
        ("kernel", {"kernel": {**PROVISIONED.kernel, "vm.swappiness": "60"}}),
        ("swap", {"swaps": {}}),
        ("swap", {"swaps": {swap.FILE: 1024}}),
    ],
)
def test_one_difference_is_one_duty(subject: str, changes: dict[str, Any]) -> None:
    assert [each.subject for each in due(replace(PROVISIONED, **changes))] == [subject]


@pytest.mark.parametrize("name", sorted(PROVISIONED.units))
@pytest.mark.parametrize("unit", [Unit("disabled", "active"), Unit("masked", "inactive"), Unit("", "inactive")])
def test_a_unit_out_of_order_is_one_duty(name: str, unit: Unit) -> None:
    assert len(due(replace(PROVISIONED, units={**PROVISIONED.units, name: unit}))) == 1


def test_a_new_configuration_restarts_the_engine_and_a_dead_one_starts() -> None:
    assert "restart docker" in due(replace(PROVISIONED, daemon_stale=True))[0].command
    dead = replace(PROVISIONED, docker=None, units={**PROVISIONED.units, "docker.service": Unit("enabled", "failed")})
    assert due(dead)[0].command == "systemctl enable --now docker.service"


def test_a_firewall_switched_off_is_unloaded_once() -> None:
    off = Machine(firewall=False)
    assert firewall.files(off) == ()
    assert [each.what for each in firewall.duties(off, PROVISIONED)] == ["unload; it is switched off"]
    assert firewall.duties(off, replace(PROVISIONED, firewall_loaded=False)) == []


def test_rules_are_checked_before_they_are_loaded() -> None:
    command = firewall.duties(MACHINE, Running())[0].command
    assert command.index("nft -c -f") < command.index("reload-or-restart")


@pytest.mark.parametrize(
    ("declared", "swaps", "container", "wanted"),
    [
        (2048, {}, False, 2048),
        (2048, {"/dev/vda2": 512}, False, 1536),
        (2048, {"/dev/vda2": 2000}, False, 0),
        (2048, {swap.FILE: 512}, False, 2048),
        (0, {}, False, 0),
        (2048, {}, True, 0),
    ],
)
def test_size_of_the_swap_file(declared: int, swaps: dict[str, int], container: bool, wanted: int) -> None:
    seen = Running(swaps=swaps, in_container=container)
    assert swap.wanted_mb(declared, seen) == wanted
    assert bool(swap.files(declared, seen)) == bool(wanted)


def test_a_swap_file_no_longer_declared_is_removed() -> None:
    (duty,) = swap.duties(0, PROVISIONED)
    assert duty.what == f"{swap.FILE}: 2048 MB -> 0 MB"
    assert "mkswap" not in duty.command


def test_a_clock_that_somebody_keeps_is_left_to_him() -> None:
    seen = replace(PROVISIONED, packages={"chrony": "4.6"}, units={"chrony.service": UP})
    assert clock.packages(MACHINE, seen) == ()
    assert clock.duties(MACHINE, seen) == []
    assert clock.service(seen) == "chrony.service"


def test_in_a_container_the_kernel_is_somebody_elses() -> None:
    inside = Running(in_container=True, kernel={"net.core.somaxconn": "4096"})
    assert kernel.duties(MACHINE, inside) == []
    assert (
        clock.duties(MACHINE, replace(inside, units={"systemd-timesyncd.service": Unit("enabled", "inactive")})) == []
    )


def test_only_what_is_missing_is_installed() -> None:
    (duty,) = packages.duties(["a", "b", "a"], {"b": "1"})
    assert duty.what == "install a"
    assert packages.duties(["b"], {"b": "1"}) == []


def test_the_key_of_dockers_repository_is_verified() -> None:
    source = Machine.model_validate({"docker": {"source": "docker"}}).docker
    command = docker.duties(source, "ubuntu", Running())[0].command
    assert docker.FINGERPRINT in command
    assert "https://download.docker.com/linux/ubuntu/gpg" in command
    assert command.index(docker.FINGERPRINT) < command.index("docker-ce")


def test_timers_run_as_declared() -> None:
    declared = {"a.timer": True, "b.timer": False}
    stopped = Unit("disabled", "inactive")
    assert [each.what for each in timers.duties(declared, Running(units={"a.timer": UP, "b.timer": stopped}))] == []
    assert [each.what for each in timers.duties(declared, Running(units={"a.timer": stopped, "b.timer": UP}))] == [
        "start a.timer",
        "stop b.timer",
    ]


def test_a_timer_whose_file_changed_is_read_again() -> None:
    changed = Running(units={"a.timer": Unit("enabled", "active", stale=True)})
    (duty,) = timers.duties({"a.timer": True}, changed)
    assert duty.command.startswith("systemctl daemon-reload")
    assert "restart a.timer" in duty.command
