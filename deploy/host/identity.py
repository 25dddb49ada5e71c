"""Who runs what, when, with which version: the line that lock and journal keep on the host."""

import getpass
import socket
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def who() -> str:
    """The operator: ana@laptop."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        user = "somebody"
    return f"{user}@{socket.gethostname()}"


def now() -> str:
    """The time in UTC, to the second: 2026-11-22T12:03:05Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def tool() -> str:
    """Version of this package: its commit where it is a git checkout, else the installed version."""
    root = Path(__file__).parents[2]
    command = ["git", "-C", str(root), "describe", "--tags", "--always", "--dirty"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
        # A checkout of something else around an installed package must not lend it its commit.
        if done.returncode == 0 and (root / ".git").exists():
            return done.stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        pass
    try:
        return version("chatwoot-deploy")
    except PackageNotFoundError:
        return "unknown"
