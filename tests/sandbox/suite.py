"""One suite at a time: the machines of e2e, bench and demo have fixed names, so two of these at once would be one."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.sandbox import paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked

_CI_SECONDS = 60  # one job's last breath may overlap with the next one's first


@contextmanager
def alone(path: Path | None = None, seconds: float | None = None) -> Iterator[None]:
    """Hold the machines while the block runs.

    + path: the lock file, which names its holder for whoever is refused
    + seconds: how long to wait for another holder; a minute in CI, where nobody reads a refusal, else not at all

    Raises SandboxError that says who holds them.
    """
    path = path or paths.RUN / "suite.lock"
    if seconds is None:
        seconds = _CI_SECONDS if os.environ.get("CI") == "true" else 0
    with ExitStack() as held:
        try:
            held.enter_context(locked(path, seconds))
        except SandboxError:
            raise SandboxError(
                f"the throw-away machines are in use by {_holder(path)}; run this again when that has ended"
            ) from None
        path.write_text(f"{_self()}\n")
        yield


def _self() -> str:
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return f"process {os.getpid()} since {time.strftime('%H:%M:%S')} ({command})"


def _holder(path: Path) -> str:
    # Empty in the moment between taking the lock and writing.
    return path.read_text().strip() or "another run"
