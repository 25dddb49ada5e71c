"""Commands on a machine over SSH, with a deadline and a readable failure."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from tests.sandbox import cgroup, paths, power, processes
from tests.sandbox.deadline import wait_until
from tests.sandbox.errors import SandboxError


def command(name: str, user: str) -> list[str]:
    """SSH command to which a shell command is appended."""
    return ["ssh", "-F", str(paths.OPERATOR / "ssh_config"), "-o", "BatchMode=yes", "-l", user, name]


def run(
    name: str, text: str, user: str, timeout: float, check: bool, stdin: str | None
) -> subprocess.CompletedProcess[str]:
    """Run a shell command.

    + text: for the login shell
    + timeout: seconds
    + check: raise when it fails
    + stdin: text, nothing when None

    Raises SandboxError at the deadline, and when the command fails and `check` is set.
    """
    try:
        done = subprocess.run(
            [*command(name, user), text],
            input=stdin or "",
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SandboxError(f"{name}: {text!r} did not end within {timeout:g} s") from None
    if check and done.returncode:
        last = (done.stderr or done.stdout).strip()[-2000:]
        raise SandboxError(f"{name}: {text!r} failed with {done.returncode}: {last}")
    return done


def wait(name: str, seconds: float) -> float:
    """Wait until root can log in. Returns the seconds; raises SandboxError with the end of the console."""
    plain = ["-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ConnectTimeout=2"]
    login = ["timeout", "5", "ssh", *plain, *command(name, "root")[1:], "true"]

    def answers() -> bool:
        if not power.running(name):
            raise SandboxError(f"{name} is switched off")
        return subprocess.run(login, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0

    try:
        # Not oftener: sshd shuts out an address whose logins fail (PerSourcePenalties).
        return wait_until(answers, seconds, f"SSH on {name}", 0.3)
    except SandboxError as error:
        raise SandboxError(f"{error}\n{console(name)}") from None


def console(name: str, lines: int = 20) -> str:
    """The end of what the machine and its keeper printed."""
    texts: list[str] = []
    for log in ("keeper.log", "console.log"):
        path = paths.machine(name) / log
        if path.exists():
            texts += path.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join(texts)


def drop(name: str) -> None:
    """Break every open SSH connection at once, from inside; the listener goes on."""
    processes.send((pid for pid in cgroup.members(name) if _program(pid) == "sshd-session"), signal.SIGKILL)


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
