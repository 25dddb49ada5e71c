"""Where the sandbox keeps its things: cache, run state, and what the operator needs."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.sandbox.errors import SandboxError

CHECKOUT = Path(__file__).resolve().parents[2]
OPERATOR = CHECKOUT / ".sandbox"
RUN = Path("/run/chatwoot-sandbox")


def cache() -> Path:
    """Directory kept between runs: root file system, machines' disks, snapshots."""
    return Path(os.environ.get("SANDBOX_CACHE", "/var/cache/chatwoot-sandbox"))


def machines() -> Path:
    """Run state of the machines, a directory each."""
    return RUN / "machines"


def machine(name: str) -> Path:
    """Run state of one machine: mount point, console log, counters."""
    return machines() / name


def identity(name: str) -> Path:
    """Files to be written into a new disk at its first boot."""
    return machine(name) / "identity.json"


def disks() -> Path:
    """Disks of the machines that exist now."""
    return cache() / "machines"


def disk(name: str) -> Path:
    """Disk of one machine."""
    return disks() / f"{name}.img"


def snapshot(name: str, label: str) -> Path:
    """Disk copy taken of a machine under a label. Raises SandboxError for a label no file can have."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", label):
        raise SandboxError(f"{label}: a snapshot label has letters, digits, dots, - and _ only")
    return disks() / f"{name}@{label}.img"


def snapshots(name: str) -> list[Path]:
    """Disk copies of a machine."""
    return sorted(disks().glob(f"{name}@*.img"))


def drafts(name: str) -> list[Path]:
    """Copies that a killed command left half made."""
    return sorted([*disks().glob(f"{name}.part"), *disks().glob(f"{name}@*.part")])
