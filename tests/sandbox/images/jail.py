"""Long build commands that leave nothing behind: no mount, no child, whatever ends the builder."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.sandbox.errors import SandboxError

# Own mount and process namespaces: when their first process goes, so do all mounts and all children.
WALLS = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


class Jail:
    """The commands of one builder, run from any of its threads.

    + work: directory for their temporary files
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._running: set[subprocess.Popen[bytes]] = set()
        self._guard = threading.Lock()
        self._ended = False

    def run(self, command: Sequence[str], log: Path, seconds: float = 1800) -> None:
        """Run to the end, output appended to the log. Raises SandboxError with the log's last lines on failure."""
        with log.open("ab") as output:
            with self._guard:
                if self._ended:
                    raise SandboxError(f"{command[0]}: not started, the build was stopped")
                process = subprocess.Popen(
                    [*WALLS, *command],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={**os.environ, "TMPDIR": str(self._work)},
                )
                self._running.add(process)
            try:
                status = process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                raise SandboxError(f"{command[0]} did not end within {seconds:g} s; its output is in {log}") from None
            finally:
                process.kill()
                process.wait()
                with self._guard:
                    self._running.discard(process)
        if status:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise SandboxError(f"{command[0]} failed with {status}; the end of {log}:\n{last}")

    def end(self) -> None:
        """Kill what runs and start nothing more."""
        with self._guard:
            self._ended = True
            for process in self._running:
                process.kill()
