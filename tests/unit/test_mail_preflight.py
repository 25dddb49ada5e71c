"""Which servers a declaration names, and what preflight does with them, through a real SSH connection."""

from typing import Any

import pytest
from pyinfra.api.exceptions import DeployError

from deploy.checks.known import IDS
from deploy.host import connection
from deploy.host.connection import Output
from deploy.mail.preflight import preflight
from deploy.mail.servers import servers
from deploy.stack.secrets import Secrets
from tests.mail import imap, smtp
from tests.mail.imap import ImapServer
from tests.mail.smtp import SmtpServer
from tests.unit.declaration import settings
from tests.unit.test_channel import closed_ssh, ssh

__all__ = ["closed_ssh", "ssh"]  # fixtures

SECRETS = Secrets({"SMTP_PASSWORD": smtp.PASSWORD, "BOX_IMAP": imap.PASSWORD, "BOX_SMTP": "wrong-pass-word-1"})
OUTGOING = {"host": "127.0.0.1", "mode": "plain", "username": smtp.USER, "sender": "chat@example.com"}
MAILBOX = {
    "type": "email",
    "name": "Support",
    "email": "support@example.com",
    "imap_address": "127.0.0.1",
    "imap_port": 993,
    "imap_login": imap.USER,
    "imap_password": "BOX_IMAP",
    "smtp_address": "127.0.0.1",
    "smtp_port": 587,
    "smtp_login": smtp.USER,
    "smtp_password": "BOX_SMTP",
}


def declared(mailbox: dict[str, Any] | None = None, **changed: Any) -> Any:
    inboxes = [{"type": "api", "name": "Orders"}, *([{**MAILBOX, **mailbox}] if mailbox is not None else [])]
    return settings(accounts=[{"name": "Acme", "inboxes": inboxes}], **changed)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is run on the host; every name is known there but *.invalid."""
    ran: list[str] = []

    def run(host: object, command: str) -> Output:
        ran.append(command)
        return Output(not command.endswith(".invalid"), "", "")

    monkeypatch.setattr(connection, "run", run)
    return ran


def test_no_server_is_declared() -> None:
    assert servers(declared({}), SECRETS) == []


@pytest.mark.parametrize(
    ("keys", "tls", "verify", "mechanism"),
    [
        ({}, "starttls", False, "LOGIN"),
        ({"smtp_enable_ssl_tls": True, "smtp_authentication": "cram-md5"}, "ssl", False, "CRAM-MD5"),
        ({"smtp_enable_starttls_auto": False, "smtp_authentication": "plain"}, "none", False, "PLAIN"),
        ({"smtp_openssl_verify_mode": "peer"}, "starttls", True, "LOGIN"),
        ({"smtp_openssl_verify_mode": "none"}, "starttls", False, "LOGIN"),
    ],
)
def test_an_inbox_of_its_own_smtp(keys: dict[str, Any], tls: str, verify: bool, mechanism: str) -> None:
    """With Chatwoot's own values where nothing is declared."""
    (found,) = servers(declared({"smtp_enabled": True, **keys}), SECRETS)
    assert (found.tls, found.verify, found.helo) == (tls, verify, "chat.example.com")
    assert found.login is not None
    assert found.login.mechanism == mechanism
    assert found.where == "accounts[0].inboxes[1] (support@example.com, SMTP)"


@pytest.mark.parametrize(
    ("version", "keys", "tls"),
    [
        ("2.10.0", {}, "ssl"),
        ("2.10.0", {"imap_enable_ssl": False}, "none"),
        ("4.10.0", {}, "ssl"),
        ("4.10.0", {"imap_enable_ssl": False}, "ssl"),  # chatwoot #12895
    ],
)
def test_an_inbox_that_fetches(version: str, keys: dict[str, Any], tls: str) -> None:
    (found,) = servers(declared({"imap_enabled": True, **keys}, chatwoot={"version": version}), SECRETS)
    assert (found.tls, found.verify, found.port) == (tls, True, 993)
    assert ("none" in found.keys) == (version == "2.10.0")


def test_a_port_without_tls_where_the_release_knows_no_other_way(ssh: Any, commands: list[str]) -> None:
    with ImapServer("none") as box:
        wanted = declared({"imap_enabled": True, "imap_enable_ssl": False, "imap_port": box.port})
        with pytest.raises(DeployError, match="whatever imap_enable_ssl says"):
            preflight(ssh, wanted, SECRETS)


def test_servers_that_work_cost_no_command(ssh: Any, commands: list[str]) -> None:
    """Through channels of the SSH connection: the servers see the host, and the host no argument list."""
    with SmtpServer("none", open=True) as out, ImapServer("none") as box:
        wanted = declared(
            {"imap_enabled": True, "imap_enable_ssl": False, "imap_port": box.port},
            smtp={**OUTGOING, "port": out.port},
            chatwoot={"version": "2.10.0"},  # the last that fetches without TLS
        )
        preflight(ssh, wanted, SECRETS)
        preflight(ssh, wanted, SECRETS)
    assert sorted(ssh.sshd.asked) == sorted([("127.0.0.1", out.port), ("127.0.0.1", box.port)] * 2)
    assert out.logins == [("PLAIN", smtp.USER)] * 2
    assert commands == []


def test_every_server_that_fails_is_told_at_once(ssh: Any, commands: list[str]) -> None:
    with SmtpServer("none", open=True) as out:
        wanted = declared(
            {
                "imap_enabled": True,
                "imap_port": 1,
                "smtp_enabled": True,
                "smtp_port": out.port,
                "smtp_enable_starttls_auto": False,
            },
            smtp={**OUTGOING, "port": 1, "host": "smtp.example.invalid"},
        )
        with pytest.raises(DeployError) as caught:
            preflight(ssh, wanted, SECRETS)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("chat1: smtp: smtp.example.invalid:1 fails at name: the host finds no address")
    assert lines[0].endswith("To go on without mail, add smtp-refused to preflight.skip. [smtp-refused]")
    assert lines[1].startswith(
        "chat1: accounts[0].inboxes[1] (support@example.com, IMAP): 127.0.0.1:1 fails at TCP: "
        "the host gets no connection to it. Correct imap_address or imap_port"
    )
    assert "SMTP): 127.0.0.1" in lines[2]
    assert "fails at AUTH: the server said 535" in lines[2]
    assert "the secret BOX_SMTP" in lines[2]
    assert lines[2].endswith("[inbox-mail-refused]")
    assert len(lines) == 3
    assert sorted(commands) == ["getent ahosts 127.0.0.1", "getent ahosts smtp.example.invalid"]
    assert SECRETS["BOX_SMTP"] not in str(caught.value)


def test_skipped_servers_are_not_even_asked(ssh: Any, commands: list[str]) -> None:
    assert {"smtp-refused", "inbox-mail-refused"} <= IDS
    wanted = declared({"imap_enabled": True, "imap_port": 1}, smtp={**OUTGOING, "port": 1})
    skipped = wanted.model_copy(
        update={"preflight": wanted.preflight.model_copy(update={"skip": ["smtp-refused", "inbox-mail-refused"]})}
    )
    preflight(ssh, skipped, SECRETS)
    assert ssh.sshd.asked == []
    only = wanted.model_copy(update={"preflight": wanted.preflight.model_copy(update={"skip": ["smtp-refused"]})})
    with pytest.raises(DeployError, match=r"\[inbox-mail-refused\]$"):
        preflight(ssh, only, SECRETS)
    assert ssh.sshd.asked == [("127.0.0.1", 1)]


def test_sshd_that_forbids_forwarding(closed_ssh: Any, commands: list[str]) -> None:
    with pytest.raises(DeployError, match="AllowTcpForwarding"):
        preflight(closed_ssh, declared(smtp={**OUTGOING, "port": 1}), SECRETS)


def test_a_host_without_a_connection_is_asked_nothing(ssh: Any) -> None:
    ssh.connector.client = None
    preflight(ssh, declared(smtp={**OUTGOING, "port": 1}), SECRETS)
    assert ssh.sshd.asked == []
