"""One mail server tried, from its name to the login, over a connection that somebody else opens. Pure but for that."""

import socket
from collections.abc import Callable
from typing import Any

from deploy.mail import imap, smtp
from deploy.mail.refusal import Refusal, Stopped
from deploy.mail.servers import Server
from deploy.mail.tls import secured


def probe(server: Server, dial: Callable[[], Any], roots: str | None = None) -> Refusal | None:
    """What is wrong with the server; None when it does what Chatwoot will ask of it.

    dial: opens a TCP connection with a time-out of its own; socket.gaierror when the name is unknown, else OSError
    roots: see `tls.secured`
    """
    stream = None
    try:
        stream = _connected(server, dial)
        if server.tls == "ssl":
            stream = secured(server, stream, roots)
        if server.protocol == "IMAP":
            imap.converse(server, stream)
        else:
            smtp.converse(server, stream, lambda plain: secured(server, plain, roots))
    except Stopped as stop:
        return stop.refusal
    finally:
        if stream is not None:
            stream.close()
    return None


def _connected(server: Server, dial: Callable[[], Any]) -> Any:
    try:
        return dial()
    except socket.gaierror:
        said = f"the host finds no address for {server.host}"
        raise Stopped(server, "name", said, f"Correct {server.keys['host']}, or the host's DNS") from None
    except OSError as error:
        remedy = (
            f"Correct {server.keys['host']} or {server.keys['port']}; if they are right, a firewall or the host's "
            "provider blocks the port"
        )
        raise Stopped(server, "TCP", str(error) or "no answer", remedy) from None
