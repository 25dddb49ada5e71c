"""TLS over whatever carries bytes: a socket, or a channel of the SSH connection."""

import ssl
from typing import Any

import certifi
from urllib3.util.ssltransport import SSLTransport

from deploy.mail.refusal import Stopped
from deploy.mail.servers import Server


def secured(server: Server, stream: Any, roots: str | None = None) -> SSLTransport:
    """The stream inside TLS.

    roots: file with the roots to trust. None: Mozilla's, which Chatwoot's image has too. The host's own additions do
        not count: no container sees them.
    Raises Stopped at the steps certificate and TLS.
    """
    context = ssl.create_default_context(cafile=roots or certifi.where())
    if not server.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        return SSLTransport(stream, context, server_hostname=server.host)
    except ssl.SSLCertVerificationError as error:
        unchecked = f"Or set {server.keys['verify']}, " if "verify" in server.keys else "Chatwoot always checks it: "
        raise Stopped(
            server,
            "certificate",
            error.verify_message,
            f"Use the name that stands in it, or give the server one that is signed by a public authority. {unchecked}"
            + ("which is open to eavesdroppers" if "verify" in server.keys else "nothing here switches that off"),
        ) from None
    except TimeoutError:
        raise Stopped(server, "TLS", "no answer to the handshake", _other(server)) from None
    except ssl.SSLError as error:
        said = (error.reason or str(error)).replace("_", " ").lower()
        raise Stopped(server, "TLS", f"the handshake ended with {said}", _other(server)) from None
    except OSError as error:
        raise Stopped(server, "TLS", f"the handshake ended with {error}", _other(server)) from None


def _other(server: Server) -> str:
    if server.tls == "starttls":
        return "Ask who runs the server for its TLS settings"
    other = server.keys.get("starttls") or server.keys.get("none")
    if other is None:
        return (
            f"Correct {server.keys['port']} (993 as a rule): this release of Chatwoot fetches with TLS from the first "
            "byte whatever imap_enable_ssl says"
        )
    return f"If this port speaks no TLS from the first byte, set {other}, or correct {server.keys['port']}"
