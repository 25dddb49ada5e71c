"""The SSH connection of a host: made quick, counted, and used directly where pyinfra would print too much."""

import logging
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from pyinfra.api.command import StringCommand
from pyinfra.api.host import Host

from deploy.errors import OperatorError

BEAT_SECONDS = 15
SILENCE_SECONDS = 60  # a lost network tells nobody: without a deadline a run would hang for a quarter of an hour


LOST = "lock-lost"  # in connector_data: why nothing more may be done on this host


class LockLost(OperatorError, OSError):
    """Somebody else may be at work by now. An OSError too, which is what pyinfra expects of a connection."""


class Output(NamedTuple):
    """What a command on the host answered."""

    ok: bool
    stdout: str
    stderr: str


def quicken(host: Host) -> None:
    """Set TCP_NODELAY and a deadline for silence on the transport, and start counting commands.

    Neither paramiko nor pyinfra sets it; each command then waits about 43 ms for a delayed ACK
    (pyinfra 3.10.0, measured; reference pyinfra.md section 11).
    """
    # It tells of every channel that the other side refuses; whoever asked for the channel says it in a sentence.
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    client = getattr(host.connector, "client", None)  # absent on @local and @fake
    transport = client.get_transport() if client is not None else None
    if transport is not None:
        transport.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.set_keepalive(BEAT_SECONDS)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; elsewhere the system's own patience of many minutes
            transport.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENCE_SECONDS * 1000)
    if "counts" not in host.connector_data:
        host.connector_data["counts"] = Counter()
        host.connector.run_shell_command = _counted(host, host.connector.run_shell_command)  # type: ignore[method-assign]


def _counted(host: Host, run: Callable[..., Any]) -> Callable[..., Any]:
    def run_and_count(*args: Any, **kwargs: Any) -> Any:
        if lost := host.connector_data.get(LOST):
            raise LockLost(lost)
        host.connector_data["counts"]["execute" if host.state.is_executing else "prepare"] += 1
        return run(*args, **kwargs)

    return run_and_count


def counts(host: Host) -> dict[str, int]:
    """Commands sent to the host so far, by phase: {"prepare": n, "execute": n}."""
    return dict(host.connector_data.get("counts", {}))


def run(host: Host, command: str | StringCommand, stdin: str | None = None, timeout: int | None = None) -> Output:
    """Run a command as root; neither it nor its output is ever printed.

    For what holds secrets: pyinfra prints facts' output at -vvv.
    timeout: seconds
    Raises OperatorError when it takes longer; what a dead connection raises passes through.
    """
    arguments: dict[str, Any] = dict(privileges(host))
    if stdin is not None:
        arguments["_stdin"] = stdin
    if timeout is not None:
        arguments["_timeout"] = timeout
    if isinstance(command, str):
        command = StringCommand(command)
    try:
        ok, output = host.run_shell_command(command, print_output=False, print_input=False, **arguments)
    except TimeoutError as error:
        # pyinfra's own has no errno (connectors/util.py, 3.10); that of a dead connection has one.
        if timeout is None or error.errno is not None:
            raise
        raise OperatorError(f"{host.name}: a command on the host had not ended after {timeout} s") from None
    return Output(ok, output.stdout, output.stderr)


def must(
    host: Host, command: str | StringCommand, what: str, stdin: str | None = None, timeout: int | None = None
) -> str:
    """Like `run`, but gives stdout only and raises when the command fails.

    what: what was tried, for the message
    Raises OperatorError with the last line of stderr.
    """
    output = run(host, command, stdin=stdin, timeout=timeout)
    if not output.ok:
        last = (output.stderr.strip() or output.stdout.strip() or "no output").splitlines()[-1]
        raise OperatorError(f"{host.name}: {what} failed: {last}")
    return output.stdout


def privileges(host: Host) -> dict[str, Any]:
    """Connector arguments by which commands become root's: the inventory's _sudo and kin, if declared."""
    known = ("_sudo", "_sudo_user", "_use_sudo_login", "_sudo_password", "_su_user")
    return {key: host.data.get(key) for key in known if host.data.get(key) is not None}
