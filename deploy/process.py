"""A child process whose interruption is told from its success."""

import contextlib
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Seconds after the first signal, and what the child gets then. Ctrl-C on a terminal reaches the child by itself:
# a second SIGINT right away would tear its clean-up, so it comes only when the child has not heard the first.
# pyinfra hears the first, disconnects, and then waits for what is still running: the second one ends it.
ESCALATION = (
    (1.0, signal.SIGINT),
    (3.0, signal.SIGINT),
    (6.0, signal.SIGINT),
    (15.0, signal.SIGTERM),
    (20.0, signal.SIGKILL),
)


class Outcome(NamedTuple):
    """How a child ended; `interrupted` counts more than its exit code."""

    code: int
    interrupted: bool


def run(
    command: Sequence[str],
    directory: Path,
    environment: Mapping[str, str] | None = None,
    stdout: IO[bytes] | None = None,
    escalation: Sequence[tuple[float, signal.Signals]] = ESCALATION,
) -> Outcome:
    """Run a command to its end, forwarding signals; waits at most 20 s for it after the first one.

    stdout: where its standard output goes; ours when None
    """
    received: list[int] = []
    # Before the child is there: a signal in between would otherwise end us and leave it alone.
    before = {each: signal.signal(each, lambda number, _: received.append(number)) for each in FORWARDED}
    try:
        with subprocess.Popen(command, cwd=directory, env=environment, stdout=stdout) as child:
            _watch(child, received, list(escalation))
            return Outcome(child.returncode, bool(received))
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _watch(child: "subprocess.Popen[bytes]", received: list[int], steps: list[tuple[float, signal.Signals]]) -> None:
    since: float | None = None
    heard = 0
    while child.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.1)
        if not received:
            continue
        since = since or time.monotonic()
        if len(received) == 1 and not heard and received[0] != signal.SIGINT:
            child.send_signal(signal.SIGINT)  # the only signal that pyinfra handles
        if heard and len(received) > heard and steps:
            child.send_signal(steps.pop(0)[1])  # the operator insists
        heard = len(received)
        while steps and time.monotonic() - since > steps[0][0]:
            child.send_signal(steps.pop(0)[1])


def announce(command: Sequence[str]) -> None:
    """Show the plain command underneath a verb, so that the operator could do without the wrapper."""
    print(f"$ {shlex.join(command)}", file=sys.stderr, flush=True)


def beside(name: str) -> str:
    """The program installed beside this Python: the virtual environment's pyinfra, whatever PATH says."""
    return str(Path(sys.executable).parent / name)
