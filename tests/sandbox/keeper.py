"""The process that keeps a machine running: its cgroup, its cable, and one `boot` after another while it reboots."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tests.sandbox import cgroup, disk, network, paths, processes
from tests.sandbox.deadline import wait_until

# With --keep-unit nspawn does not reboot by itself, it ends with this.
REBOOT = 133


def boots(name: str) -> int:
    """How often the machine has been booted since it was made."""
    counter = paths.machine(name) / "boots"
    return int(counter.read_text()) if counter.exists() else 0


def _count(name: str) -> None:
    counter = paths.machine(name) / "boots"
    draft = counter.with_suffix(".part")
    draft.write_text(str(boots(name) + 1))
    draft.replace(counter)


def _start(name: str) -> subprocess.Popen[bytes]:
    own = Path("/proc/self/ns/net").readlink()
    jail = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--net", "--propagation", "private"]
    child = subprocess.Popen(
        [*jail, sys.executable, "-m", "tests.sandbox.boot", name],
        stdin=subprocess.PIPE,
        env=processes.environment(f"boot:{name}"),
    )
    theirs = Path(f"/proc/{child.pid}/ns/net")
    wait_until(lambda: theirs.readlink() != own, 20, f"the network namespace of {name}", 0.01)
    network.plug(name, child.pid)
    assert child.stdin is not None
    child.stdin.write(b"go\n")
    child.stdin.close()
    return child


def keep(name: str) -> int:
    """Boot the machine until it stays off; returns the last exit code."""
    stopping = False
    forward: Callable[[], None] = lambda: None  # noqa: E731

    def on_term(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        forward()

    signal.signal(signal.SIGTERM, on_term)
    cgroup.enter(name)
    while True:
        disk.release(paths.disk(name), paths.machine(name) / "scratch")
        child = _start(name)
        forward = child.terminate
        _count(name)
        code = child.wait()
        if code != REBOOT or stopping:
            break
    cgroup.leave()
    cgroup.remove(name)
    return code


def main() -> None:
    """Entry: `python -m tests.sandbox.keeper NAME`."""
    os.umask(0o022)
    sys.exit(keep(sys.argv[1]))


if __name__ == "__main__":
    main()
