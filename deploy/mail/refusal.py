"""Why a mail server is of no use: the step, what was said, what to mend."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Literal

from deploy.mail.servers import Server

Step = Literal["name", "TCP", "TLS", "certificate", "greeting", "AUTH"]
_LONGEST = 240


@dataclass(frozen=True)
class Refusal:
    """The step that failed.

    said: what the server, or the way to it, answered; never a secret
    remedy: an imperative without full stop
    """

    step: Step
    said: str
    remedy: str

    def of(self, server: Server) -> str:
        """One sentence without full stop."""
        return f"{server.where}: {server.host}:{server.port} fails at {self.step}: {self.said}. {self.remedy}"


class Stopped(Exception):
    """The conversation ends here."""

    def __init__(self, server: Server, step: Step, said: str | bytes, remedy: str) -> None:
        text = " ".join((said.decode(errors="replace") if isinstance(said, bytes) else said).split())
        # No server should repeat what it was sent; one that does is not repeated.
        if server.login and server.login.password:
            for secret in (server.login.password, b64encode(server.login.password.encode()).decode()):
                text = text.replace(secret, "(secret)")
        self.refusal = Refusal(step, text[:_LONGEST].rstrip(". ") or "nothing at all", remedy)
        super().__init__(self.refusal.said)


def credentials(server: Server) -> str:
    """The remedy for a login that was refused."""
    return f"Correct {server.keys['login']} or the secret {server.keys['secret']}"
