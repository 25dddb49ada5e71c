"""What exists now, as plain data."""

from __future__ import annotations

from typing import TypedDict

from tests.sandbox import disk, network, paths
from tests.sandbox.machine import existing


class MachineStatus(TypedDict):
    """One machine as `status --json` shows it; sizes in bytes."""

    ip: str
    running: bool
    connected: bool
    boots: int
    disk_bytes: int
    snapshots: list[str]
    names: list[str]


def status() -> dict[str, MachineStatus]:
    """Machines that exist, by name."""
    return {
        machine.name: MachineStatus(
            ip=machine.ip,
            running=machine.running,
            connected=network.cable_connected(machine.name),
            boots=machine.boots,
            disk_bytes=disk.used(paths.disk(machine.name)),
            snapshots=machine.snapshots,
            names=machine.demo_names,
        )
        for machine in existing()
    }
