"""The host as strangers see it: TCP, TLS and HTTP to its public names, whatever DNS says today."""

import os
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import certifi

from deploy.host.channel import Session
from deploy.host.transport import Adapter

HTTP, HTTPS = 80, 443
_SECONDS = 15.0


@dataclass(frozen=True)
class Outside:
    """One host from outside.

    address: where its names are reached
    domain: its main name
    roots: PEM file of the authorities that vouch for it
    """

    address: str
    domain: str
    roots: str

    def dial(self, port: int, seconds: float | None = None) -> socket.socket:
        """A TCP connection. Raises OSError."""
        return socket.create_connection((self.address, port), seconds or _SECONDS)

    def admits(self, port: int, seconds: float = 2.0) -> bool:
        """Does a port take connections? Silence and refusal are both no."""
        with suppress(OSError):
            self.dial(port, seconds).close()
            return True
        return False

    def tls(self, name: str) -> ssl.SSLSocket:
        """A TLS connection to one of its names; chain and name are checked. Raises ssl.SSLError, OSError."""
        context = ssl.create_default_context(cafile=self.roots)
        return context.wrap_socket(self.dial(HTTPS), server_hostname=name)

    def session(self, name: str | None = None) -> Session:
        """Requests to one of its names; redirects are given back, not followed."""
        name = name or self.domain
        session = Session(lambda seconds: self.dial(HTTPS, seconds), name, (_SECONDS, _SECONDS))
        session.mount("http://", Adapter(lambda seconds: self.dial(HTTP, seconds), name))
        session.verify = self.roots
        return session


def roots(given: str | None, declared: object, internal: str | None, directory: Path) -> str:
    """The PEM file of the authorities that vouch for the site.

    given: on the command line; then the environment's, then the host's own x_verify_ca
    internal: PEM of the private authority in tls.mode internal
    directory: for a file of our own
    """
    named = given or os.environ.get("CHATWOOT_VERIFY_CA") or declared
    if named:
        return str(Path(str(named)).expanduser())
    if internal is None:
        return certifi.where()
    file = directory / "authority.pem"
    file.write_text(internal)
    return str(file)
