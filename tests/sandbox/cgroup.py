"""A cgroup of its own for each machine: else the guest's Docker would share the host's /docker group."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests.sandbox import processes

ROOT = Path("/sys/fs/cgroup")
PREFIX = "chatwoot-sandbox-"


def unified() -> bool:
    """Whether the host has version 2 alone."""
    return (ROOT / "cgroup.controllers").exists()


def hierarchies() -> list[Path]:
    """Mounted cgroup trees: one a controller in version 1 and hybrid, a single one in version 2."""
    if unified():
        return [ROOT]
    # cpu,cpuacct is often one tree under two links.
    return sorted({entry.resolve() for entry in ROOT.iterdir() if (entry / "cgroup.procs").exists()})


def groups(name: str | None = None) -> list[Path]:
    """Cgroup directories of one machine, or of all."""
    return [path for tree in hierarchies() for path in sorted(tree.glob(f"{PREFIX}{name or '*'}"))]


def enter(name: str) -> None:
    """Move the calling process, and so whatever it starts, into the machine's cgroup."""
    for tree in hierarchies():
        group = tree / f"{PREFIX}{name}"
        group.mkdir(exist_ok=True)
        if unified():
            # Version 2 gives controllers to groups without processes of their own: the keeper sits beside.
            group = group / "keeper"
            group.mkdir(exist_ok=True)
        else:
            # A new version 1 cpuset is empty and refuses processes.
            for knob in ("cpuset.cpus", "cpuset.mems"):
                if (group / knob).exists():
                    (group / knob).write_text((tree / knob).read_text())
        (group / "cgroup.procs").write_text(str(os.getpid()))


def doorway(name: str) -> list[str]:
    """Command prefix for the guest's first process: in version 2 it moves from the keeper's seat to the group."""
    if not unified():
        return []
    procs = ROOT / f"{PREFIX}{name}" / "cgroup.procs"
    return ["sh", "-c", 'echo $$ > "$0" && exec "$@"', str(procs)]


def leave() -> None:
    """Move the calling process back to the top, so that its group can be removed."""
    for tree in hierarchies():
        (tree / "cgroup.procs").write_text(str(os.getpid()))


def members(name: str) -> set[int]:
    """Processes in the machine's cgroup and below: everything that runs inside it."""
    found: set[int] = set()
    for group in groups(name):
        for folder in _inside(group):
            try:
                found.update(int(line) for line in (folder / "cgroup.procs").read_text().split())
            except OSError:
                continue
    return found


def thaw(name: str) -> None:
    """Wake what a container engine inside has paused: a frozen process does not hear SIGKILL."""
    for knob, awake in (("freezer.state", "THAWED"), ("cgroup.freeze", "0")):
        for group in groups(name):
            for folder in sorted(each for each in _inside(group) if (each / knob).exists()):
                with suppress(OSError):
                    (folder / knob).write_text(awake)


def remove(name: str, seconds: float = 10) -> bool:
    """Kill what is left in the machine's cgroup and remove its directories. False when some stay."""
    end = time.monotonic() + seconds
    while True:
        thaw(name)
        processes.send(members(name) - {os.getpid()}, signal.SIGKILL)
        for group in groups(name):
            for path in sorted(_inside(group), key=lambda item: -len(item.parts)):
                try:
                    path.rmdir()
                except OSError:
                    continue
        if not groups(name):
            return True
        if time.monotonic() > end:
            return False
        time.sleep(0.1)


def _inside(group: Path) -> list[Path]:
    """The group and all below it. They come and go meanwhile, which os.walk takes and pathlib 3.11 does not."""
    return [Path(folder) for folder, _, _ in os.walk(group)]
