"""A server certificate with the authority that signed it, made anew for each test run."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from tests.sandbox import pki


@dataclass(frozen=True)
class Certificate:
    """Files of one server certificate, good for an address and loop-back.

    roots: what trusts it
    """

    roots: Path
    file: Path
    key: Path

    @classmethod
    def made(cls, folder: Path, address: str = "127.0.0.1") -> "Certificate":
        """A new one, by a new authority."""
        folder.mkdir(parents=True, exist_ok=True)
        authority, signing = pki.authority()
        certificate, key = pki.server(authority, signing, address)
        made = cls(folder / "roots.pem", folder / "server.pem", folder / "server.key")
        made.roots.write_bytes(pki.pem(authority))
        made.file.write_bytes(pki.pem(certificate))
        made.key.write_bytes(pki.key_pem(key))
        return made

    @property
    def context(self) -> ssl.SSLContext:
        """For a server."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file, self.key)
        return context
