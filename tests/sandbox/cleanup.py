"""What the sandbox has on the host at this moment, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path

from tests.sandbox import access, cgroup, disk, network, paths, processes, sysctl
from tests.sandbox.acme import Acme
from tests.sandbox.machine import existing
from tests.sandbox.shell import run


def leftovers() -> list[str]:
    """Everything of the sandbox that the host still carries, a line each; empty after `down --all`.

    The cache of built things and the operator's key are meant to stay and are not counted.
    """
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    loops = run(["losetup", "--noheadings", "--list", "--output", "NAME,BACK-FILE"], check=False).splitlines()
    found = [
        *(f"process {pid} ({label})" for pid, label in sorted(processes.marked().items())),
        *(f"cgroup {path}" for path in cgroup.groups()),
        *(f"mount {path}" for path in mounts if path.startswith(str(paths.RUN))),
        *(f"loop device {line}" for line in loops if str(paths.cache()) in line),
        *(f"network link {name}" for name in network.cables()),
        *(f"firewall rule {rule}" for rule in network.Network().rules()),
        *(f"disk {path}" for path in sorted(paths.disks().glob("*"))),
        *(f"changed kernel setting {name}" for name in sysctl.changed()),
        *(f"run state {path}" for path in sorted(paths.RUN.glob("*")) if path.suffix != ".lock"),
    ]
    if network.Network().exists():
        found.append(f"network link {network.BRIDGE}")
    return found


def clean_stale() -> None:
    """Clear after machines whose keeper was killed; machines that run, and powered-off disks, are left alone."""
    for machine in existing():
        if not machine.running:
            with machine.lock():
                if not machine.running:
                    machine.clear()


def tear_down() -> None:
    """Remove every machine and all they shared."""
    for machine in existing():
        machine.down()
    Acme().down()
    stop_registry()
    network.Network().down()
    access.forget()
    for path in paths.disks().glob("*"):
        disk.remove(path)
    for path in paths.RUN.glob("*"):
        if path.is_dir():
            disk.forget(path)
        elif path.suffix != ".lock":
            path.unlink()


def stop_registry() -> None:
    """Stop the image registry when that part is there."""
    try:
        from tests.sandbox.registry import Registry
    except ImportError:
        return
    Registry(paths.cache()).stop()
