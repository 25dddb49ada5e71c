"""Do the declared mail servers work from this host? Asked before anything is touched, and again on every run."""

import shlex
import socket
from collections.abc import Callable
from typing import Any

from gevent.pool import Pool  # type: ignore[import-untyped]
from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host
from pyinfra.connectors.local import LocalConnector

from deploy import report
from deploy.checks.check import Finding, findings
from deploy.checks.mail import INBOX, INSTALLATION, MAIL_CHECKS, Tried
from deploy.errors import OperatorError
from deploy.host import channel, connection
from deploy.mail.probe import probe
from deploy.mail.servers import Server, servers
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets

_SECONDS = 20.0  # some servers let strangers wait for their greeting
_AT_ONCE = 8


def preflight(host: Host, settings: Settings, secrets: Secrets) -> None:
    """Try every mail server over TCP connections of the host, several at once; no command is sent while all is well.

    Servers that passed before are tried again: a password expires without a change of the declaration.
    Raises DeployError with one line for each finding.
    """
    skip = settings.preflight.skip
    wanted = [each for each in servers(settings, secrets) if (INBOX if each.inbox else INSTALLATION) not in skip]
    if not wanted or not _reachable(host):
        return
    try:
        dial = channel.dialler(host)
    except OperatorError as error:
        raise DeployError(str(error)) from None
    answers = Pool(_AT_ONCE).map(lambda server: _tried(host, settings, dial, server), wanted)
    found: list[Finding] = []
    for answer in answers:
        if isinstance(answer, OperatorError):
            raise DeployError(str(answer))
        found += answer
    for finding in found:
        report.problem(host.name, str(finding))
    if found:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in found))


def _tried(host: Host, settings: Settings, dial: channel.Dial, server: Server) -> list[Finding] | OperatorError:
    """What is wrong with one server, in at most one sentence; the error when nobody can be asked."""
    try:
        refusal = probe(server, _dialled(host, dial, server))
    except OperatorError as error:
        return error  # raised inside a greenlet it would be printed with a traceback
    if refusal is None:
        return []
    return findings(MAIL_CHECKS, settings, Tried(server.inbox, refusal.of(server)))


def _reachable(host: Host) -> bool:
    # @fake has nobody to ask through.
    return getattr(host.connector, "client", None) is not None or isinstance(host.connector, LocalConnector)


def _dialled(host: Host, dial: channel.Dial, server: Server) -> Callable[[], Any]:
    def open_() -> Any:
        try:
            return dial(server.host, server.port, _SECONDS)
        except OSError as error:
            # sshd says one thing for an unknown name and for a closed port, paramiko does not even pass that on, and
            # mixes up the errors of channels that are opened at once.
            if not connection.run(host, f"getent ahosts {shlex.quote(server.host)}").ok:
                raise socket.gaierror from None
            late = "timeout" in str(error).lower() or isinstance(error, TimeoutError)
            said = f"no answer within {_SECONDS:.0f} s" if late else "the host gets no connection to it"
            raise OSError(said) from None

    return open_
