"""The sandbox's own processes, found by a mark in their environment: no pid file can go stale."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.sandbox import paths
from tests.sandbox.deadline import holds_within

MARK = "CHATWOOT_SANDBOX"


def marked(label: str | None = None) -> dict[int, str]:
    """Living processes of the sandbox, pid to label.

    + label: such as "keeper:vps1" or "acme"; all when None
    """
    found: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environ = (entry / "environ").read_bytes()
        except OSError:
            continue
        for item in environ.split(b"\0"):
            key, _, value = item.partition(b"=")
            if key == MARK.encode() and (label is None or value.decode() == label):
                found[int(entry.name)] = value.decode()
    return found


def environment(label: str, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's environment with the mark set."""
    return {**os.environ, **(extra or {}), MARK: label}


def spawn(command: Sequence[str], label: str, log: Path, extra: Mapping[str, str] | None = None) -> int:
    """Start a process that outlives the caller; its output goes to the log. Returns the pid.

    + command: argument list
    + label: the mark to find it by
    + log: truncated first
    + extra: environment variables to add
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        started = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=paths.CHECKOUT,
            env=environment(label, extra),
            start_new_session=True,
        )
    return started.pid


def parent(pid: int) -> int:
    """Parent of a process, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def children(pid: int) -> list[int]:
    """Direct children of a process."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(child for child in pids if parent(child) == pid)


def alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return False


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Signal processes; those already gone are passed over."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def end(labels: Iterable[str], seconds: float = 5) -> None:
    """End the processes of these labels: asked first, killed when the seconds are over."""
    wanted = set(labels)

    def left() -> list[int]:
        return [pid for pid, label in marked().items() if label in wanted and alive(pid)]

    send(left(), signal.SIGTERM)
    if not holds_within(lambda: not left(), seconds):
        send(left(), signal.SIGKILL)
        holds_within(lambda: not left(), 10)
