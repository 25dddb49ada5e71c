"""Running host commands, quietly, with a deadline and a readable failure."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping, Sequence

from tests.sandbox.errors import SandboxError


def run(
    command: Sequence[str],
    timeout: float = 60,
    env: Mapping[str, str] | None = None,
    check: bool = True,
) -> str:
    """Standard output of a command.

    + command: argument list, no shell
    + timeout: seconds
    + env: environment, the caller's when None
    + check: raise when the command fails

    Raises SandboxError with the last lines the command wrote.
    """
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, env=env, check=False
        )
    except FileNotFoundError:
        raise SandboxError(f"{command[0]} is not installed on this host") from None
    except subprocess.TimeoutExpired:
        raise SandboxError(f"{shlex.join(command)} did not end within {timeout:g} s") from None
    if check and done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-5:])
        raise SandboxError(f"{shlex.join(command)} failed with {done.returncode}: {last}")
    return done.stdout


def succeeds(command: Sequence[str], timeout: float = 60) -> bool:
    """Whether the command ends with 0."""
    try:
        run(command, timeout)
    except SandboxError:
        return False
    return True
