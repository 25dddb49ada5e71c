"""What exists now, as plain data."""

from __future__ import annotations

from typing import TypedDict

from tests.sandbox import addresses, disk, keeper, network, paths, power, processes


class MachineStatus(TypedDict):
    """One machine as `status --json` shows it; sizes in bytes."""

    ip: str
    running: bool
    connected: bool
    boots: int
    disk_bytes: int
    snapshots: list[str]
    names: list[str]


def names() -> list[str]:
    """Machines that have a disk, run, or left something."""
    found = {path.stem for path in paths.disks().glob("vps*.img") if "@" not in path.stem}
    found |= {label.partition(":")[2] for label in processes.marked().values() if ":vps" in label}
    found |= {path.name for path in paths.machines().glob("vps*")}
    return sorted(found, key=addresses.number)


def machine(name: str) -> MachineStatus:
    """One machine."""
    return MachineStatus(
        ip=addresses.ip(name),
        running=power.running(name),
        connected=network.cable_connected(name),
        boots=keeper.boots(name),
        disk_bytes=disk.used(paths.disk(name)),
        snapshots=[path.stem.partition("@")[2] for path in paths.snapshots(name)],
        names=addresses.demo_names(name),
    )


def status() -> dict[str, MachineStatus]:
    """All machines, by name."""
    return {name: machine(name) for name in names()}
