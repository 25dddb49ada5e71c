"""Mail servers tried for real: aiosmtpd and pymap on loop-back, right and wrong in every step."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from deploy.mail.probe import probe
from deploy.mail.refusal import Refusal
from deploy.mail.servers import Login, Server, servers
from tests.mail import imap, smtp
from tests.mail.certificate import Certificate
from tests.mail.imap import ImapServer
from tests.mail.smtp import SmtpServer
from tests.unit.declaration import settings

WRONG = "wrong-pass-word-1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.made(tmp_path_factory.mktemp("certificate"))


def outgoing(port: int, mode: str, password: str = smtp.PASSWORD, **changed: Any) -> Server:
    """The installation's own server, as a declaration names it."""
    declared = {"host": "127.0.0.1", "port": port, "mode": mode, "username": smtp.USER, "sender": "chat@example.com"}
    (server,) = servers(settings(smtp=declared | changed), {"SMTP_PASSWORD": password})
    return server


def mailbox(port: int, tls: str, password: str = imap.PASSWORD) -> Server:
    keys = {"host": "imap_address", "port": "imap_port", "login": "imap_login", "secret": "BOX_PASSWORD"}
    keys |= {"ssl": "imap_enable_ssl = True", "none": "imap_enable_ssl = False"}
    login = Login(imap.USER, password, "PLAIN")
    return Server("accounts[0].inboxes[1]", True, "IMAP", "127.0.0.1", port, tls, True, login, "", keys)  # type: ignore[arg-type]


def tried(server: Server, certificate: Certificate | None = None) -> Refusal | None:
    def dial() -> socket.socket:
        return socket.create_connection((server.host, server.port), 5)

    return probe(server, dial, str(certificate.roots) if certificate else None)


@pytest.mark.parametrize("mechanism", ["plain", "login", "cram_md5"])
@pytest.mark.parametrize("mode", ["starttls", "ssl", "plain"])
def test_smtp_that_works(certificate: Certificate, mode: Any, mechanism: str) -> None:
    """A password that is not ASCII; the login reaches the server by the declared mechanism, and no mail does."""
    upper = mechanism.upper().replace("_", "-")
    tls: Any = "none" if mode == "plain" else mode
    with SmtpServer(tls, certificate, mechanisms=[upper], open=mode == "plain") as server:
        assert tried(outgoing(server.port, mode, authentication=mechanism), certificate) is None
    assert server.logins == [(upper, smtp.USER)]
    assert server.messages == []


def test_smtp_without_login(certificate: Certificate) -> None:
    with SmtpServer("starttls", certificate) as server:
        assert tried(outgoing(server.port, "starttls", username=None), certificate) is None
    assert server.logins == []


@pytest.mark.parametrize("mechanism", ["plain", "login", "cram_md5"])
def test_wrong_smtp_password(certificate: Certificate, mechanism: str) -> None:
    with SmtpServer("starttls", certificate, mechanisms=["PLAIN", "LOGIN", "CRAM-MD5"]) as server:
        refusal = tried(outgoing(server.port, "starttls", WRONG, authentication=mechanism), certificate)
    assert refusal == Refusal(
        "AUTH",
        "the server said 535 5.7.8 Authentication credentials invalid",
        "Correct smtp.username or the secret SMTP_PASSWORD",
    )


class Unreadable(SmtpServer):
    """Its challenge is no base64."""

    async def auth_CRAM__MD5(self, server: Any, args: list[str]) -> AuthResult:
        await server.push("334 x")
        return AuthResult(success=False, handled=True)


def test_challenge_that_is_no_base64(certificate: Certificate) -> None:
    with Unreadable("starttls", certificate, mechanisms=["CRAM-MD5"]) as server:
        refusal = tried(outgoing(server.port, "starttls", authentication="cram_md5"), certificate)
    assert refusal == Refusal(
        "AUTH", "the challenge of CRAM-MD5 is no base64", "Set smtp.authentication to another mechanism"
    )


def test_mechanism_that_the_server_lacks(certificate: Certificate) -> None:
    with SmtpServer("starttls", certificate, mechanisms=["LOGIN"]) as server:
        refusal = tried(outgoing(server.port, "starttls"), certificate)
    assert refusal == Refusal("AUTH", "the server offers LOGIN and not PLAIN", "Set smtp.authentication to one of them")


def test_login_in_the_clear_that_the_server_does_not_want(certificate: Certificate) -> None:
    with SmtpServer("starttls", certificate) as server:
        refusal = tried(outgoing(server.port, "plain"))
    assert refusal is not None
    assert (refusal.step, refusal.said) == ("AUTH", "the server offers no login without TLS")
    assert refusal.remedy.startswith('Set smtp.mode = "starttls"')
    assert server.logins == []


def test_starttls_that_is_not_offered() -> None:
    """The password never goes out in the clear, although Chatwoot itself would send it."""
    with SmtpServer("none", open=True) as server:
        refusal = tried(outgoing(server.port, "starttls"))
    assert refusal is not None
    assert (refusal.step, refusal.said) == ("TLS", "the server does not offer STARTTLS")
    assert 'smtp.mode = "ssl"' in refusal.remedy
    assert server.logins == []


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_certificate_of_an_authority_nobody_trusts(certificate: Certificate, mode: Any) -> None:
    with SmtpServer(mode, certificate) as server:
        refusal = tried(outgoing(server.port, mode))
        assert refusal is not None
        assert refusal.step == "certificate"
        assert refusal.said == "unable to get local issuer certificate"
        assert "smtp.verify = False" in refusal.remedy
        assert server.logins == []
        assert tried(outgoing(server.port, mode, verify=False)) is None


def test_certificate_of_another_name(certificate: Certificate) -> None:
    with SmtpServer("ssl", certificate) as server:
        named = replace(outgoing(server.port, "ssl"), host="mail.example.com")

        def dial() -> socket.socket:
            return socket.create_connection(("127.0.0.1", server.port), 5)

        refusal = probe(named, dial, str(certificate.roots))
    assert refusal is not None
    assert refusal.step == "certificate"
    assert "'mail.example.com'" in refusal.said


def test_implicit_tls_on_a_port_of_starttls(certificate: Certificate) -> None:
    with SmtpServer("starttls", certificate) as server:
        refusal = tried(outgoing(server.port, "ssl"), certificate)
    assert refusal is not None
    assert refusal.step == "TLS"
    assert 'set smtp.mode = "starttls"' in refusal.remedy


def test_starttls_on_a_port_of_implicit_tls(certificate: Certificate) -> None:
    """Both sides wait for the other to begin: the time-out is told as what it most likely is."""
    with SmtpServer("ssl", certificate) as server:

        def dial() -> socket.socket:
            return socket.create_connection(("127.0.0.1", server.port), 0.5)

        refusal = probe(outgoing(server.port, "starttls"), dial, str(certificate.roots))
    assert refusal is not None
    assert refusal.step == "greeting"
    assert refusal.remedy == 'If this port speaks TLS from the first byte, set smtp.mode = "ssl"'


def test_closed_port() -> None:
    refusal = tried(outgoing(smtp.free_port("127.0.0.1"), "starttls"))
    assert refusal is not None
    assert refusal.step == "TCP"
    assert "refused" in refusal.said
    assert refusal.remedy.startswith("Correct smtp.host or smtp.port")


def test_name_that_nobody_knows() -> None:
    def dial() -> socket.socket:
        raise socket.gaierror

    refusal = probe(outgoing(587, "starttls", host="smtp.example.invalid"), dial)
    assert refusal == Refusal(
        "name", "the host finds no address for smtp.example.invalid", "Correct smtp.host, or the host's DNS"
    )


@pytest.fixture
def scripted() -> Iterator[Callable[..., Callable[[], socket.socket]]]:
    """A server that says one text, and after each line the next, with the line's tag in it; gives how to reach it."""
    listeners: list[socket.socket] = []

    def serve(*answers: str) -> Callable[[], socket.socket]:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def talk() -> None:
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as lines:
                    asked = b""
                    for answer in answers:
                        tag = asked.decode().partition(" ")[0]
                        connection.sendall(answer.replace("{tag}", tag).encode())
                        asked = lines.readline()

        threading.Thread(target=talk, daemon=True).start()
        return lambda: socket.create_connection(listener.getsockname(), 5)

    yield serve
    for listener in listeners:
        listener.close()


def test_server_that_turns_the_host_away(scripted: Any) -> None:
    refusal = probe(outgoing(2525, "starttls"), scripted("554 5.7.1 your address is listed\r\n"))
    assert refusal is not None
    assert (refusal.step, refusal.said) == ("greeting", "the server said 554 5.7.1 your address is listed")


def test_server_that_repeats_the_password(scripted: Any) -> None:
    """A server's words are shown; what it was sent is not, whoever says it."""
    dial = scripted("220 hi\r\n", "250-hi\r\n250 AUTH PLAIN\r\n", f"535 no, {WRONG} is wrong\r\n", "221 bye\r\n")
    refusal = probe(outgoing(2525, "plain", WRONG), dial)
    assert refusal is not None
    assert refusal.said == "the server said 535 no, (secret) is wrong"
    assert WRONG not in repr(outgoing(2525, "plain", WRONG))


def test_server_that_is_busy(scripted: Any) -> None:
    dial = scripted("220 hi\r\n", "250-hi\r\n250 AUTH PLAIN\r\n", "454 4.7.0 database is away\r\n", "221 bye\r\n")
    refusal = probe(outgoing(2525, "plain"), dial)
    assert refusal is not None
    assert refusal.remedy == "The server calls this temporary: try again later"


def test_server_that_hangs_up_at_the_login(scripted: Any) -> None:
    refusal = probe(outgoing(2525, "plain"), scripted("220 hi\r\n", "250-hi\r\n250 AUTH PLAIN\r\n"))
    assert refusal is not None
    assert (refusal.step, refusal.remedy) == ("AUTH", "The server hung up: try again later")


@pytest.mark.parametrize("tls", ["ssl", "none"])
def test_imap_that_works(certificate: Certificate, tls: Any) -> None:
    with ImapServer(tls, certificate) as server:
        assert tried(mailbox(server.port, tls), certificate) is None
        refusal = tried(mailbox(server.port, tls, WRONG), certificate)
    assert refusal is not None
    assert refusal.step == "AUTH"
    assert refusal.said.startswith("the server said ")
    assert refusal.remedy == "Correct imap_login or the secret BOX_PASSWORD"
    assert WRONG not in str(refusal)


def test_imap_certificate_is_always_checked(certificate: Certificate) -> None:
    """Chatwoot has no switch for it."""
    with ImapServer("ssl", certificate) as server:
        refusal = tried(mailbox(server.port, "ssl"))
    assert refusal is not None
    assert refusal.step == "certificate"
    assert "Chatwoot always checks it" in refusal.remedy


def test_imap_that_wants_tls_first(scripted: Any) -> None:
    dial = scripted("* OK hi\r\n", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n{tag} OK done\r\n")
    refusal = probe(mailbox(143, "none"), dial)
    assert refusal == Refusal("AUTH", "the server allows no login without TLS", "Set imap_enable_ssl = True")


def test_imap_without_plain(scripted: Any) -> None:
    """The plain command is taken where the mechanism is not there."""
    dial = scripted(
        "* OK hi\r\n", "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n", "{tag} NO [AUTHENTICATIONFAILED] no\r\n"
    )
    refusal = probe(mailbox(143, "none"), dial)
    assert refusal is not None
    assert (refusal.step, refusal.said) == ("AUTH", "the server said [AUTHENTICATIONFAILED] no")


def test_imap_port_without_tls() -> None:
    with ImapServer("none") as server:
        refusal = tried(mailbox(server.port, "ssl"))
    assert refusal is not None
    assert refusal.step == "TLS"
    assert "set imap_enable_ssl = False" in refusal.remedy


def test_imap_port_that_is_closed() -> None:
    refusal = tried(mailbox(smtp.free_port("127.0.0.1"), "ssl"))
    assert refusal is not None
    assert refusal.step == "TCP"


def test_imap_port_that_speaks_something_else() -> None:
    with SmtpServer("none") as server:
        refusal = tried(mailbox(server.port, "none"))
    assert refusal is not None
    assert refusal.step == "greeting"


def test_sentence_names_declaration_server_and_step() -> None:
    refusal = Refusal("AUTH", "the server said 535 no", "Correct smtp.username or the secret SMTP_PASSWORD")
    assert refusal.of(outgoing(587, "starttls")) == (
        "smtp: 127.0.0.1:587 fails at AUTH: the server said 535 no. Correct smtp.username or the secret SMTP_PASSWORD"
    )
