"""The host as strangers see it: TCP, TLS and HTTP to its public names, whatever DNS says today."""

import os
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import certifi
import requests

from deploy.host.channel import Session
from deploy.host.transport import Adapter

HTTP, HTTPS = 80, 443
FORWARDED = {"X-Forwarded-Proto": "https"}
_SECONDS = 15.0


@dataclass(frozen=True)
class Outside:
    """One host from outside.

    address: where the machine is reached
    domain: its main name
    roots: PEM file of the authorities that vouch for it
    web: where the web container is reached instead, past a proxy of the operator's own; None with ours
    """

    address: str
    domain: str
    roots: str
    web: tuple[str, int] | None = None

    def dial(self, port: int, seconds: float | None = None) -> socket.socket:
        """A TCP connection to the machine. Raises OSError."""
        return socket.create_connection((self.address, port), seconds or _SECONDS)

    def admits(self, port: int, seconds: float = 2.0) -> bool:
        """Does a port take connections? Silence and refusal are both no."""
        with suppress(OSError):
            self.dial(port, seconds).close()
            return True
        return False

    def public(self, port: int, seconds: float | None = None) -> socket.socket:
        """A TCP connection to whoever serves the names: our proxy, else by DNS the operator's. Raises OSError."""
        address = self.domain if self.web else self.address
        return socket.create_connection((address, port), seconds or _SECONDS)

    def tls(self, name: str) -> ssl.SSLSocket:
        """A TLS connection to one of the names; chain and name are checked. Raises ssl.SSLError, OSError."""
        context = ssl.create_default_context(cafile=self.roots)
        return context.wrap_socket(self.public(HTTPS), server_hostname=name)

    def browser(self, name: str | None = None) -> Session:
        """Requests to one of the names as everybody makes them; redirects are given back, not followed."""
        name = name or self.domain
        session = Session(lambda seconds: self.public(HTTPS, seconds), name, (_SECONDS, _SECONDS))
        session.mount("http://", Adapter(lambda seconds: self.public(HTTP, seconds), name))
        session.verify = self.roots
        return session

    def session(self) -> Session:
        """Requests to the main name. Past a proxy of the operator's own they go to what he is to route: web."""
        return self.browser() if self.web is None else _Web(self.web, self.domain)

    def cable(self) -> socket.socket:
        """A connection for a websocket, made the same way."""
        return self.tls(self.domain) if self.web is None else socket.create_connection(self.web, _SECONDS)


class _Web(Session):
    """Plain HTTP to the web container, whatever the URL says, with the word of a proxy that the client used TLS."""

    def __init__(self, web: tuple[str, int], domain: str) -> None:
        super().__init__(lambda seconds: socket.create_connection(web, seconds), domain, (_SECONDS, _SECONDS))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send it the other way."""
        request.headers.update(FORWARDED)
        request.url = "http:" + (request.url or "").partition(":")[2]
        return super().send(request, **options)


def roots(given: str | None, declared: object, internal: str | None, directory: Path) -> str:
    """The PEM file of the authorities that vouch for the site.

    given: on the command line; then the environment's
    declared: the host's own x_verify_ca, which comes last
    internal: PEM of the private authority in tls.mode internal
    directory: for a file of our own
    """
    named = given or os.environ.get("CHATWOOT_VERIFY_CA")
    if named is None and internal is not None:  # the host's own authority vouches for nobody else's certificate
        file = directory / "authority.pem"
        file.write_text(internal)
        return str(file)
    chosen = named or declared
    return str(Path(str(chosen)).expanduser()) if chosen else certifi.where()
