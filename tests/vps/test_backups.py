"""Backups: what they need is there and the timers are set. Whether one can be restored, `backup --verify` tells."""

import pytest
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy.backups import timers
from deploy.backups.files import PACKAGES, directory
from deploy.settings.settings import Settings


def test_packages_are_there(vps: Host) -> None:
    assert not [name for name in PACKAGES if not vps.package(name).is_installed]


def test_timers_run_and_start_at_boot(settings: Settings, vps: Host) -> None:
    if not settings.backup.enabled:
        pytest.skip("backup.enabled is false")
    units = [vps.service(name) for name in timers.declared(settings)]
    assert {(unit.name, unit.is_running, unit.is_enabled) for unit in units} == {
        (name, True, True) for name in timers.declared(settings)
    }


def test_nobody_else_reads_the_passphrase(settings: Settings, vps: Host) -> None:
    file = vps.file(f"{directory(settings)}/backup.env")
    assert (file.mode, file.user) == (0o600, "root")
