"""A conversation with an SMTP server up to the login; no mail is sent."""

import binascii
import hmac
import smtplib
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from deploy.mail.refusal import Step, Stopped, credentials
from deploy.mail.servers import Login, Server

_READY, _CHALLENGE, _IN = 220, 334, 235
_TLS_FIRST = (530, 538)  # RFC 3207 section 4, RFC 4954 section 6


def converse(server: Server, stream: Any, secured: Callable[[Any], Any]) -> None:
    """Greet, encrypt when that is declared, log in when a login is declared.

    stream: connected, and inside TLS already when the declaration wants that from the first byte
    secured: puts a stream into TLS
    Raises Stopped.
    """
    talk = _over(stream, server)
    code, text = _asked(server, talk.getreply)
    if code != _READY:
        raise Stopped(server, "greeting", _said(code, text), f"Ask who runs {server.host} why it turns this host away")
    _ehlo(server, talk)
    if server.tls == "starttls":
        talk = _starttls(server, talk, stream, secured)
    if server.login:
        _log_in(server, talk, server.login)
    with suppress(smtplib.SMTPException, OSError):
        talk.docmd("QUIT")


def _over(stream: Any, server: Server) -> smtplib.SMTP:
    talk = smtplib.SMTP(local_hostname=server.helo)
    talk.sock = stream
    return talk


def _asked(
    server: Server, ask: Callable[..., tuple[int, bytes]], *words: str, step: Step = "greeting"
) -> tuple[int, bytes]:
    try:
        return ask(*words)
    except (smtplib.SMTPException, OSError) as error:
        if step != "greeting":
            remedy = "The server hung up: try again later"
        elif server.tls == "ssl":
            remedy = f"Correct {server.keys['port']}"
        else:
            remedy = f"If this port speaks TLS from the first byte, set {server.keys['ssl']}"
        raise Stopped(server, step, str(error) or "no answer", remedy) from None


def _ehlo(server: Server, talk: smtplib.SMTP) -> None:
    code, text = _asked(server, talk.ehlo)
    if code != 250:
        raise Stopped(server, "greeting", _said(code, text), "Ask who runs the server; it may not like the HELO name")


def _starttls(server: Server, talk: smtplib.SMTP, stream: Any, secured: Callable[[Any], Any]) -> smtplib.SMTP:
    if not talk.has_extn("starttls"):
        # Chatwoot would go on in the clear, password included: STARTTLS_AUTO is no more than a wish.
        raise Stopped(
            server,
            "TLS",
            "the server does not offer STARTTLS",
            f"Set {server.keys['ssl']} with its port (465 as a rule); in a network of your own {server.keys['none']}",
        )
    code, text = _asked(server, talk.docmd, "STARTTLS", step="TLS")
    if code != _READY:
        raise Stopped(server, "TLS", _said(code, text), "Ask who runs the server for its TLS settings")
    # What came in the clear does not count any more (RFC 3207, section 4.2): a new conversation.
    again = _over(secured(stream), server)
    _ehlo(server, again)
    return again


def _log_in(server: Server, talk: smtplib.SMTP, login: Login) -> None:
    offered = talk.esmtp_features.get("auth", "").upper().split()
    if login.mechanism not in offered:
        if offered:
            said = f"the server offers {', '.join(offered)} and not {login.mechanism}"
            raise Stopped(server, "AUTH", said, f"Set {server.keys['mechanism']} to one of them")
        more = f"Set {server.keys['starttls']}, or take" if server.tls == "none" else "Take"
        said = "the server offers no login" + (" without TLS" if server.tls == "none" else "")
        raise Stopped(server, "AUTH", said, f"{more} {server.keys['login']} out when it needs none")
    try:
        code, text = _asked(server, _MECHANISMS[login.mechanism](talk, login), step="AUTH")
    except binascii.Error:
        said = f"the challenge of {login.mechanism} is no base64"
        raise Stopped(server, "AUTH", said, f"Set {server.keys['mechanism']} to another mechanism") from None
    if code in _TLS_FIRST:
        raise Stopped(server, "AUTH", _said(code, text), f"Set {server.keys['starttls']}")
    if 400 <= code < 500:
        raise Stopped(server, "AUTH", _said(code, text), "The server calls this temporary: try again later")
    if code != _IN:
        raise Stopped(server, "AUTH", _said(code, text), credentials(server))


def _plain(talk: smtplib.SMTP, login: Login) -> Callable[[], tuple[int, bytes]]:
    return lambda: talk.docmd("AUTH", f"PLAIN {_coded(f'{chr(0)}{login.user}{chr(0)}{login.password}')}")


def _login(talk: smtplib.SMTP, login: Login) -> Callable[[], tuple[int, bytes]]:
    def ask() -> tuple[int, bytes]:
        answer = talk.docmd("AUTH", "LOGIN")
        for word in (login.user, login.password):
            if answer[0] == _CHALLENGE:
                answer = talk.docmd(_coded(word))
        return answer

    return ask


def _cram(talk: smtplib.SMTP, login: Login) -> Callable[[], tuple[int, bytes]]:
    def ask() -> tuple[int, bytes]:
        code, challenge = talk.docmd("AUTH", "CRAM-MD5")
        if code != _CHALLENGE:
            return code, challenge
        digest = hmac.new(login.password.encode(), b64decode(challenge), "md5").hexdigest()
        return talk.docmd(_coded(f"{login.user} {digest}"))

    return ask


_MECHANISMS = {"PLAIN": _plain, "LOGIN": _login, "CRAM-MD5": _cram}


def _coded(text: str) -> str:
    # smtplib's own logins take ASCII only.
    return b64encode(text.encode()).decode()


def _said(code: int, text: bytes) -> str:
    return f"the server said {code} {text.decode(errors='replace')}"
