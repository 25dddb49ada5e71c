"""One boot of a machine, run in its own mount and network namespaces: mount, plug in, systemd, unmount.

Everything it sets up dies with it, so even a SIGKILL leaves no mount, cable or loop device behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.sandbox import cgroup, disk, guest, network, paths
from tests.sandbox.processes import MARK
from tests.sandbox.shell import run


def nspawn(name: str, root: Path) -> list[str]:
    """Command that boots the machine."""
    return [
        *cgroup.doorway(name), "setpriv", "--pdeathsig", "KILL",
        "systemd-nspawn", "--quiet", "--keep-unit", "--register=no", "-M", name, "-D", str(root),
        "--capability=all", f"--network-namespace-path=/proc/{os.getpid()}/ns/net",
        "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=read-only", "--boot",
    ]  # fmt: skip


def prepare(name: str, root: Path) -> None:
    """Write the files left for the next boot, once; what the guest changes later is its own business."""
    files = guest.load(paths.identity(name))
    if files:
        guest.write(root, files)
        # The order matters: a cut in between writes them once more.
        os.sync()
        paths.identity(name).unlink()


def boot(name: str) -> int:
    """Run the machine until it powers off (0), reboots (133) or dies; returns nspawn's exit code."""
    root = paths.machine(name) / "root"
    root.mkdir(parents=True, exist_ok=True)
    run(["mount", "-o", "loop", str(paths.disk(name)), str(root)])
    prepare(name, root)
    network.configure(name)
    environ = {**os.environ, MARK: f"nspawn:{name}", "SYSTEMD_SECCOMP": "0", "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "1"}
    with (paths.machine(name) / "console.log").open("ab") as console:
        machine = subprocess.Popen(
            nspawn(name, root), stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, env=environ
        )
    # nspawn turns the first SIGTERM into an orderly power-off of the guest.
    signal.signal(signal.SIGTERM, lambda *_: machine.send_signal(signal.SIGTERM))
    code = machine.wait()
    disk.swap_off(root)
    run(["umount", str(root)], 120)
    return code


def main() -> None:
    """Entry: `python -m tests.sandbox.boot NAME`; waits for one line on stdin, the cable being in."""
    if sys.stdin.readline():
        code = boot(sys.argv[1])
        sys.exit(code if code >= 0 else 1)


if __name__ == "__main__":
    main()
