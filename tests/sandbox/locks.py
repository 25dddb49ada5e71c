"""One user at a time, by flock: the kernel lets go when the holder dies, so a kill leaves no stale lock."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox.deadline import wait_until


@contextmanager
def locked(path: Path, seconds: float = 300) -> Iterator[None]:
    """Hold the lock file while the block runs.

    + path: created when missing; stays behind, empty
    + seconds: how long to wait for another holder

    Raises SandboxError when the other holder outlasts the deadline.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        if not take():
            if seconds > 1:
                print(f"sandbox: waiting for another command that holds {path.name}", file=sys.stderr, flush=True)
            wait_until(take, seconds, f"another sandbox command that holds {path.name}")
        yield
    finally:
        os.close(handle)
