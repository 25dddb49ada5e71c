"""What the sandbox has on the host at this moment, and how to be rid of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tests.sandbox import access, addresses, cgroup, disk, network, paths, power, processes, status, sysctl
from tests.sandbox.acme import Acme
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.machine import Machine
from tests.sandbox.registry import Registry
from tests.sandbox.shell import run

RUN_STATE = ["machines", "ssh", "acme", "sysctl.json", "apt-*.json", "apt-*.part"]


def _run_state() -> list[Path]:
    return sorted(path for pattern in RUN_STATE for path in paths.RUN.glob(pattern))


def leftovers() -> list[str]:
    """Everything of the sandbox that the host still carries, a line each; empty after `down --all`.

    The cache of built things and the operator's key are meant to stay and are not counted.
    """
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    loops = run(["losetup", "--noheadings", "--list", "--output", "NAME,BACK-FILE"], check=False).splitlines()
    found = [
        *(f"process {pid} ({label})" for pid, label in sorted(processes.marked().items())),
        *(f"cgroup {path}" for path in cgroup.groups()),
        *(f"mount {path}" for path in mounts if path.startswith(str(paths.machines()))),
        *(f"loop device {line}" for line in loops if str(paths.disks()) in line),
        *(f"network link {name}" for name in network.cables()),
        *(f"firewall rule {rule}" for rule in network.Network().rules()),
        *(f"disk {path}" for path in sorted(paths.disks().glob("*"))),
        *(f"changed kernel setting {name}" for name in sysctl.changed()),
        *(f"run state {path}" for path in _run_state()),
    ]
    if network.Network().exists():
        found.append(f"network link {addresses.BRIDGE}")
    return found


def clean_stale() -> None:
    """Clear after machines whose keeper was killed; machines that run, and powered-off disks, are left alone."""
    for name in status.names():
        # A machine whose lock is taken is being set up by somebody else.
        with suppress(SandboxError), power.lock(name, 0):
            if not power.running(name):
                power.clear(name)


def tear_down() -> None:
    """Remove every machine and all they shared."""
    for name in status.names():
        Machine(name).down()
    Acme().down()
    with locked(paths.RUN / "registry.lock"):
        Registry().stop()
    network.Network().down()
    access.forget()
    for path in paths.disks().glob("*"):
        path.unlink()
    for path in _run_state():
        if path.is_dir():
            disk.forget(path)
        else:
            path.unlink()
