"""The operating system: swap, kernel, clock, security upgrades; and that no run was left half-done."""

import pytest
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy.checks.observed import HostState
from deploy.host import clock, kernel, swap, upgrades
from deploy.host.files import swap_mb
from deploy.settings.settings import Settings

_ROUNDING_MB = 64  # below this apply makes no file


def test_swap_is_as_declared(settings: Settings, seen: HostState, vps: Host) -> None:
    wanted = swap_mb(settings, seen)
    ours = swap.wanted_mb(wanted, seen)
    if ours:
        assert sum(seen.swaps.values()) >= wanted - _ROUNDING_MB
        assert seen.swaps.get(swap.FILE) == ours
        assert seen.unit(swap.UNIT).is_enabled
    else:
        # No file that nothing uses: in a container the kernel's swap is not ours, elsewhere the machine has enough.
        assert not vps.file(swap.FILE).exists
        assert not seen.unit(swap.UNIT).is_enabled


def test_kernel_is_set(settings: Settings, seen: HostState) -> None:
    # In a container the settings of the memory are the host's; `wanted` leaves them out, as apply does.
    if not settings.machine.kernel:
        pytest.skip("machine.kernel is false")
    wanted = kernel.wanted(settings.machine, seen)
    assert wanted
    assert {key: seen.kernel.get(key) for key in wanted} == wanted


def test_clock_is_kept(settings: Settings, seen: HostState) -> None:
    if not settings.machine.time_sync:
        pytest.skip("machine.time_sync is false")
    unit = seen.unit(clock.service(seen))
    assert unit.is_enabled
    # A container has its host's clock, and systemd does not start the service there.
    assert unit.is_active or seen.in_container


def test_security_upgrades_are_installed_unattended(settings: Settings, seen: HostState, vps: Host) -> None:
    if not settings.machine.security_upgrades:
        pytest.skip("machine.security_upgrades is false")
    # As apt reads it: a file of somebody else may come later and win.
    text = vps.check_output("apt-config dump APT::Periodic && apt-config dump Unattended-Upgrade")
    lines = text.splitlines()
    assert 'APT::Periodic::Unattended-Upgrade "1";' in lines
    assert 'APT::Periodic::Update-Package-Lists "1";' in lines
    assert 'Unattended-Upgrade::Automatic-Reboot "false";' in lines
    assert any(line.startswith("Unattended-Upgrade::Origins-Pattern:: ") and "ecurity" in line for line in lines)
    assert upgrades.PACKAGE in seen.packages
    for timer in ("apt-daily.timer", "apt-daily-upgrade.timer"):
        assert seen.unit(timer).is_enabled
        assert seen.unit(timer).is_active


def test_no_run_was_cut(seen: HostState) -> None:
    assert seen.interrupted is None
