"""An SMTP server that keeps what it gets."""

import email
import email.policy
import hmac
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.mail.certificate import Certificate

USER, PASSWORD = "chatwoot@example.com", "péñ' $ecret"


@dataclass
class SmtpServer:
    """Serves while the block runs.

    tls: starttls offers it, ssl speaks it from the first byte
    mechanisms: of login; empty: none is offered
    open: a login without TLS is allowed
    """

    tls: Literal["starttls", "ssl", "none"] = "none"
    certificate: Certificate | None = None
    address: str = "127.0.0.1"
    mechanisms: Sequence[str] = ("PLAIN", "LOGIN")
    open: bool = False
    logins: list[tuple[str, str]] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "SmtpServer":
        self.port = self.port or free_port(self.address)
        self._controller = Controller(self, self.address, self.port, **self._options())
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        """aiosmtpd's name for a mail that has arrived."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.messages.append(email.message_from_bytes(content, policy=email.policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 taken"

    async def auth_CRAM__MD5(self, server: Any, args: list[str]) -> AuthResult:
        """aiosmtpd's name for a mechanism of one's own."""
        challenge = b"<1896.697170952@example.com>"
        answer = await server.challenge_auth(challenge)
        name, _, digest = answer.decode().rpartition(" ")
        self.logins.append(("CRAM-MD5", name))
        good = hmac.new(PASSWORD.encode(), challenge, "md5").hexdigest()
        return AuthResult(success=(name, digest) == (USER, good), handled=False)

    def _options(self) -> dict[str, Any]:
        context = self.certificate.context if self.certificate else None
        return {
            "authenticator": self._authenticate,
            "auth_require_tls": not self.open and self.tls != "ssl",  # it does not see what is around it
            "auth_exclude_mechanism": [each for each in ("PLAIN", "LOGIN", "CRAM-MD5") if each not in self.mechanisms],
            **({"tls_context": context} if self.tls == "starttls" else {}),
            **({"ssl_context": context} if self.tls == "ssl" else {}),
        }

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((mechanism, data.login.decode()))
        good = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        # handled: aiosmtpd answers itself, 535 when it is not good
        return AuthResult(success=good, handled=False)


def free_port(address: str) -> int:
    """A port that nobody listens on."""
    with socket.create_server((address, 0)) as found:
        return int(found.getsockname()[1])
