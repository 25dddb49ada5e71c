"""A conversation with an IMAP server up to the login; no mailbox is opened."""

import imaplib
from contextlib import suppress
from typing import Any

from deploy.mail.refusal import Stopped, credentials
from deploy.mail.servers import Login, Server


def converse(server: Server, stream: Any) -> None:
    """Read the greeting and log in.

    stream: connected, and inside TLS already when the declaration wants that
    Raises Stopped.
    """
    try:
        talk = _Imap(stream)
    except (imaplib.IMAP4.error, OSError) as error:
        remedy = f"Correct {server.keys['port']}"
        if server.tls == "none":
            remedy += f", or set {server.keys['ssl']} if it speaks TLS from the first byte"
        raise Stopped(server, "greeting", _said(error), remedy) from None
    if server.login:
        _log_in(server, talk, server.login)
    with suppress(imaplib.IMAP4.error, OSError):
        talk.logout()


def _log_in(server: Server, talk: imaplib.IMAP4, login: Login) -> None:
    if "LOGINDISABLED" in talk.capabilities:
        raise Stopped(server, "AUTH", "the server allows no login without TLS", f"Set {server.keys['ssl']}")
    try:
        if "AUTH=PLAIN" in talk.capabilities:
            talk.authenticate("PLAIN", lambda _: f"\0{login.user}\0{login.password}".encode())
        else:
            talk.login(login.user, login.password)
    except imaplib.IMAP4.abort as error:
        raise Stopped(server, "AUTH", _said(error), "The server hung up: try again later") from None
    except imaplib.IMAP4.error as error:
        raise Stopped(server, "AUTH", f"the server said {_said(error)}", credentials(server)) from None
    except OSError as error:
        raise Stopped(server, "AUTH", _said(error), "Try again later") from None
    except UnicodeEncodeError:
        said = "the server takes ASCII only, and user name or password have other characters"
        raise Stopped(server, "AUTH", said, "Give the account others") from None


def _said(error: Exception) -> str:
    # imaplib puts bytes into some of its errors.
    found = error.args[0] if error.args and isinstance(error, imaplib.IMAP4.error) else str(error)
    text = found.decode(errors="replace") if isinstance(found, bytes) else str(found)
    return text or "no answer"


class _Imap(imaplib.IMAP4):
    """imaplib over a stream that somebody else has opened."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        super().__init__("", 0)

    def _create_socket(self, timeout: float | None) -> Any:
        return self._stream

    def shutdown(self) -> None:
        """Close. imaplib would shut down the socket first, which not every stream can."""
        self.file.close()
        self.sock.close()
