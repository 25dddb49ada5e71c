"""Debian packages and the services that they bring."""

import pytest
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy.checks.observed import HostState
from deploy.host import clock, docker, firewall, upgrades
from deploy.settings.settings import Settings


def test_packages_are_installed(settings: Settings, seen: HostState) -> None:
    machine = settings.machine
    wanted = {
        *docker.PACKAGES[machine.docker.source],
        *([firewall.PACKAGE] if machine.firewall else []),
        *([upgrades.PACKAGE] if machine.security_upgrades else []),
        *clock.packages(machine, seen),
    }
    assert not wanted - set(seen.packages)


def test_docker_runs_and_starts_at_boot(vps: Host) -> None:
    service = vps.service("docker")
    assert service.is_running
    assert service.is_enabled


def test_compose_is_release_2(vps: Host) -> None:
    version = vps.check_output("docker compose version --short")
    assert int(version.lstrip("v").split(".")[0]) >= 2


def test_docker_runs_with_its_configuration(settings: Settings, seen: HostState, vps: Host) -> None:
    assert seen.daemon_json == docker.daemon(settings.machine.docker).digest
    assert not seen.daemon_stale, "daemon.json is newer than the running engine"
    assert vps.check_output("docker info --format '{{.LiveRestoreEnabled}} {{.LoggingDriver}}'") == "true local"


def test_firewall_is_loaded_and_starts_at_boot(settings: Settings, seen: HostState, vps: Host) -> None:
    if not settings.machine.firewall:
        pytest.skip("machine.firewall is false")
    service = vps.service(firewall.UNIT)
    assert service.is_running
    assert service.is_enabled
    assert seen.firewall_current, "the kernel's table is not the one of the file"
