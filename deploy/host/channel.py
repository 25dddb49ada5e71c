"""HTTP through the SSH connection of a host: to containers and registries as the host sees them, no port published."""

import logging
import re
import socket
from collections.abc import Callable
from typing import Any

import requests
from paramiko import Transport
from paramiko.ssh_exception import ChannelException, SSHException
from pyinfra.api.host import Host
from pyinfra.connectors.local import LocalConnector

from deploy.errors import OperatorError
from deploy.host.stream import Stream
from deploy.host.transport import Adapter

CONNECT_SECONDS = 15.0

# RFC 4254, section 5.1: why the other side did not open a channel.
_PROHIBITED = 1

# paramiko logs each refusal at level error, on top of raising it; ours is the one that the operator reads.
logging.getLogger("paramiko.transport").addFilter(lambda record: "open FAILED" not in record.getMessage())

Dial = Callable[[str, int, float | None], Stream | socket.socket]


class Session(requests.Session):
    """A requests session whose every request has a timeout and knows no proxy of the operator's environment."""

    def __init__(self, dial: Callable[[float | None], Any], server_name: str, timeout: tuple[float, float]) -> None:
        super().__init__()
        self.trust_env = False
        self.timeout = timeout
        for scheme in ("http://", "https://"):
            self.mount(scheme, Adapter(dial, server_name))

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        """Like requests', with this session's timeout (connect, read; seconds) where none is given."""
        options.setdefault("timeout", self.timeout)
        return super().request(*arguments, **options)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: redirects are given back, not followed. They would lead to the same address under another name."""


def session(
    host: Host,
    address: str,
    port: int,
    server_name: str | None = None,
    timeout: tuple[float, float] = (CONNECT_SECONDS, 60.0),
) -> Session:
    """A session that reaches `address:port` from the host, whatever the URL names.

    address: IP address or name, resolved on the host
    server_name: name in the certificate when URLs are https; the address when unset
    timeout: connect and read, in seconds
    Requests raise OperatorError when sshd forbids forwarding, requests.ConnectionError when nobody answers.
    """
    dial = dialler(host)
    return Session(lambda seconds: dial(address, port, seconds), server_name or address, timeout)


def dialler(host: Host) -> Dial:
    """How TCP connections are opened on the host: an SSH channel, or a plain socket when the host is this machine.

    Raises OperatorError for connectors that have neither.
    """
    client = getattr(host.connector, "client", None)
    if client is not None:
        transport = client.get_transport()
        if transport is None or not transport.is_active():
            raise OperatorError(f"{host.name}: the SSH connection is closed; run again")
        return lambda address, port, seconds: _channel(host.name, transport, address, port, seconds)
    if isinstance(host.connector, LocalConnector):
        return lambda address, port, seconds: socket.create_connection((address, port), seconds)
    raise OperatorError(
        f"{host.name}: the connector {type(host.connector).__name__} opens no connections; use SSH or @local"
    )


def _channel(name: str, transport: Transport, address: str, port: int, seconds: float | None) -> Stream:
    try:
        channel = transport.open_channel("direct-tcpip", (address, port), ("127.0.0.1", 0), timeout=seconds)
    except ChannelException as error:
        if error.code == _PROHIBITED:
            raise OperatorError(
                f"{name}: sshd forbids TCP forwarding; allow it with AllowTcpForwarding local in sshd_config, "
                "it is how Chatwoot is reached without a published port"
            ) from None
        # Not an OperatorError: nobody listens yet, which callers may wait for.
        raise OSError(f"{address}:{port} refused the connection") from None
    except SSHException as error:
        raise OSError(re.sub(r"\s+", " ", str(error)) or "the SSH connection was lost") from None
    channel.settimeout(seconds)
    return Stream(channel)
