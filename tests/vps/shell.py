"""Commands on a host as root, over one SSH connection that all of them share."""

import shlex
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import testinfra  # type: ignore[import-untyped]
from pydantic import SecretStr
from testinfra.host import Host  # type: ignore[import-untyped]

from deploy import ssh


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    stdout: str
    stderr: str


class Shell:
    """One host. Secrets travel on standard input: arguments are seen by every process of both machines.

    data: the host's merged data (ssh_*, _sudo)
    """

    def __init__(self, host: str, data: Mapping[str, Any]) -> None:
        self._host, self._data = host, data
        self._directory = tempfile.TemporaryDirectory(prefix="cw-")  # short: a socket's path has 104 characters
        path = Path(self._directory.name) / "%C"
        self._shared = ["-o", "ControlMaster=auto", "-o", f"ControlPath={path}", "-o", "ControlPersist=60"]
        self._shared += ["-o", "BatchMode=yes", "-o", "ConnectTimeout=15"]

    def run(self, script: str, stdin: str | SecretStr = "") -> Answer:
        """Run a shell script; fails the test when the host does not answer."""
        return self._ask(self._data, script, stdin)

    def must(self, script: str, stdin: str | SecretStr = "") -> str:
        """Standard output of a script; fails the test when the script fails. Never prints what it printed."""
        answer = self.run(script, stdin)
        if answer.code:
            last = (answer.stderr.strip() or f"ended with {answer.code}").splitlines()[-1]
            pytest.fail(f"{self._host}: {last}", pytrace=False)
        return answer.stdout

    def client(self) -> str:
        """The address under which the host sees this machine; empty without SSH."""
        # Without sudo, which drops the variable.
        answer = self._ask({**self._data, "_sudo": False}, 'echo "$SSH_CONNECTION"', "")
        return (answer.stdout.split() or [""])[0]

    def forward(self, address: str, port: int) -> tuple[str, int]:
        """Where on this machine a port that only the host reaches can be reached too, while the connection lasts."""
        words = ssh.command(self._host, self._data, [])
        if words[:1] != ["ssh"]:
            return address, port
        with socket.create_server(("127.0.0.1", 0)) as free:
            here: int = free.getsockname()[1]
        self.must("true")  # opens the connection that the forwarding joins
        told = ["-O", "forward", "-L", f"127.0.0.1:{here}:{address}:{port}", words[-2]]
        subprocess.run(["ssh", *self._shared, *words[1:-2], *told], capture_output=True, check=True, timeout=15)
        return "127.0.0.1", here

    def testinfra(self) -> Host:
        """The host for testinfra's modules, over the same connection."""
        words = ssh.command(self._host, self._data, [])
        sudo = {"sudo": bool(self._data.get("_sudo")), "sudo_user": self._data.get("_sudo_user")}
        if words[:1] != ["ssh"]:
            return testinfra.get_host("local://", **sudo)
        # The last two are the address and an empty command.
        return testinfra.get_host(
            f"ssh://{words[-2]}", ssh_extra_args=shlex.join([*self._shared, *words[1:-2]]), **sudo
        )

    def close(self) -> None:
        """End the shared connection."""
        words = ssh.command(self._host, self._data, [])
        if words[:1] == ["ssh"]:
            with suppress(subprocess.SubprocessError):
                subprocess.run(
                    ["ssh", *self._shared, *words[1:-2], "-O", "exit", words[-2]],
                    capture_output=True,
                    check=False,
                    timeout=10,
                )
        self._directory.cleanup()

    def _ask(self, data: Mapping[str, Any], script: str, stdin: str | SecretStr) -> Answer:
        words = ssh.command(self._host, data, ["sh", "-c", script])
        if words[0] == "ssh":
            words[1:1] = self._shared
        text = stdin.get_secret_value() if isinstance(stdin, SecretStr) else stdin
        try:
            done = subprocess.run(words, input=text, capture_output=True, text=True, check=False, timeout=120)
        except subprocess.TimeoutExpired:
            pytest.fail(f"{self._host}: no answer within 120 s", pytrace=False)
        if done.returncode == 255:
            pytest.fail(f"{self._host}: SSH failed: {(done.stderr.strip() or 'no reason given')}", pytrace=False)
        return Answer(done.returncode, done.stdout, done.stderr)
