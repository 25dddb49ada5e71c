"""Counts the Rails runner calls on a machine by the engine's own events, and keeps every command line it was told."""

import json
import re
import subprocess
import threading
import time
from types import TracebackType

from tests.sandbox.machine import Machine

# The engine remembers 256 events only, so they are read as they come; while there is no engine yet, or while it
# restarts, the loop asks again from where it was.
_SCRIPT = """\
since=$(date +%s); echo ready
while :; do
  docker events --since $since --filter type=container --filter event=exec_create --format '{{json .}}' 2>/dev/null
  sleep 0.3
done"""
_RUNNER = re.compile(r"^exec_create: .*\brails runner\b")


class Watch:
    """Reads the events while the block runs. The script on the machine dies with the connection."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._events: dict[str, str] = {}  # execution -> action
        self._ready = threading.Event()

    def __enter__(self) -> "Watch":
        # A connection of its own: the shared one would keep the script alive.
        command = [*self._machine.ssh()[:-1], "-o", "ControlPath=none", self._machine.ssh()[-1], "-tt", _SCRIPT]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._ready.wait(30), f"{self._machine.name}: no shell to read the engine's events with"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        time.sleep(1)  # the last events are on their way
        self._child.kill()
        self._child.wait(10)
        self._thread.join(10)

    @property
    def calls(self) -> int:
        """Rails runner calls so far."""
        return sum(bool(_RUNNER.match(action)) for action in self._events.values())

    @property
    def commands(self) -> list[str]:
        """What was executed in containers, with all arguments."""
        return list(self._events.values())

    def _read(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if line.strip() == b"ready":
                self._ready.set()
            elif line.startswith(b"{"):
                event = json.loads(line)
                self._events[event["Actor"]["Attributes"]["execID"]] = event["Action"]
