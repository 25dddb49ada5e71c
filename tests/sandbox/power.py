"""Switching a machine on and off, and clearing after one that was killed; the caller holds the machine's lock."""

from __future__ import annotations

import signal
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from tests.sandbox import access, cgroup, disk, paths, processes
from tests.sandbox.deadline import holds_within, wait_until
from tests.sandbox.locks import locked


def lock(name: str, seconds: float = 300) -> AbstractContextManager[None]:
    """One command at a time changes a machine.

    + seconds: how long to wait for another command
    """
    return locked(paths.RUN / f"{name}.lock", seconds)


def running(name: str) -> bool:
    """Whether the machine's power is on."""
    return bool(processes.marked(f"keeper:{name}"))


def mount(name: str) -> Path | None:
    """A running machine's file system as seen from the host, through the process that mounted it."""
    for pid in processes.marked(f"boot:{name}"):
        root = Path(f"/proc/{pid}/root{paths.machine(name)}/root")
        if (root / "etc/passwd").exists():
            return root
    return None


def switch_on(name: str) -> None:
    """Start the keeper; the guest's boot takes a little longer."""
    command = [sys.executable, "-m", "tests.sandbox.keeper", name]
    processes.spawn(command, f"keeper:{name}", paths.machine(name) / "keeper.log")
    wait_until(lambda: running(name), 10, f"the keeper of {name} to start", 0.02)


def switch_off(name: str, seconds: float) -> None:
    """Orderly power-off; a hard one after the seconds."""
    access.hang_up(name)
    for part in ("keeper", "boot"):
        processes.send(processes.marked(f"{part}:{name}"), signal.SIGTERM)
    holds_within(lambda: not running(name), seconds)
    clear(name)


def kill(name: str) -> None:
    """Hard off, the disk's fate aside; the boot process gets the time to turn swap off and unmount."""
    access.hang_up(name)
    root = mount(name)
    if root:
        disk.thaw(root)
    cgroup.thaw(name)
    processes.send(processes.marked(f"nspawn:{name}"), signal.SIGKILL)
    holds_within(lambda: not running(name), 15)
    clear(name)


def cut(name: str) -> None:
    """Power cut: what was not yet synced to disk is lost."""
    root = mount(name)
    if root:
        disk.cut_power(root)
    kill(name)


def clear(name: str) -> None:
    """Remove what a killed machine or tool left; a disk is free to be copied or mounted afterwards."""
    processes.end([f"{part}:{name}" for part in ("nspawn", "boot", "keeper")], 0)
    cgroup.remove(name)
    for path in [paths.disk(name), *paths.snapshots(name)]:
        disk.release(path, paths.machine(name) / "scratch")
