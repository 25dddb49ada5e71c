"""A machine's disk: made, copied, put back; the caller holds the machine's lock."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox import access, apt, disk, guest, host, paths, power, rootfs


def renew(name: str, source: Path) -> None:
    """A disk copied from the bare machine's; it gets its identity at the next boot."""
    give_identity(name)
    disk.copy(source, paths.disk(name))


def give_identity(name: str) -> None:
    """Leave the files which make a disk this machine for its next boot; what was known of the old disk is gone."""
    disk.forget(paths.machine(name))
    files = guest.identity(name, access.public_key(), host.resolver(), apt.apt_sources(rootfs.SUITE))
    guest.dump(paths.identity(name), files)


def put_back(name: str, source: Path) -> None:
    """A disk copied from a snapshot of this machine: it is this machine already."""
    disk.forget(paths.machine(name))
    disk.copy(source, paths.disk(name))


def duplicate(name: str, target: Path) -> None:
    """Copy the machine's disk, also while it runs; it then stands still for the time of the copy."""
    root = power.mount(name)
    if root:
        disk.copy_frozen(paths.disk(name), target, root)
    else:
        disk.copy(paths.disk(name), target)


def destroy(name: str) -> None:
    """Remove the disk, its snapshots and what is known of the machine."""
    for path in [paths.disk(name), *paths.snapshots(name), *paths.drafts(name)]:
        path.unlink(missing_ok=True)
    disk.forget(paths.machine(name))
