"""Mail servers tried before anything is touched, and a test mail by the worker; real servers below the VPS."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import transcript
from tests.e2e.processes import Sampler
from tests.e2e.refusal import refused
from tests.e2e.site import Site
from tests.e2e.test_apply import MOST_COMMANDS
from tests.e2e.wrapper import Ran, planned, run
from tests.mail import imap, smtp
from tests.mail.certificate import Certificate
from tests.mail.imap import ImapServer
from tests.mail.smtp import SmtpServer, free_port
from tests.sandbox.addresses import GATEWAY

WRONG = "wrong-pass-word-1"
ADDRESS = "ana@example.com"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.made(tmp_path_factory.mktemp("certificate"), GATEWAY)


@pytest.fixture
def outgoing(certificate: Certificate) -> Iterator[SmtpServer]:
    """Wants STARTTLS before it lets anybody log in."""
    with SmtpServer("starttls", certificate, GATEWAY) as server:
        yield server


@pytest.fixture
def box(certificate: Certificate) -> Iterator[ImapServer]:
    """Behind TLS; who signed its certificate nobody knows, which Chatwoot cannot be told to overlook."""
    with ImapServer("ssl", certificate, GATEWAY) as server:
        yield server


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the operator gives them; nothing of them is kept on the host when the run is refused."""
    monkeypatch.setenv("CHATWOOT_SECRET_SMTP_PASSWORD", smtp.PASSWORD)
    monkeypatch.setenv("CHATWOOT_SECRET_BOX_PASSWORD", imap.PASSWORD)


def declared(site: Site, folder: Path, port: int, **changed: Any) -> Site:
    """With outgoing mail; the certificate of the tests is signed by nobody known."""
    outgoing = {
        "host": GATEWAY,
        "port": port,
        "username": smtp.USER,
        "sender": "chat@example.com",
        "verify": False,
        **changed,
    }
    return site.changed(folder, smtp=outgoing, secrets={"mode": "environment"})


def with_box(site: Site, folder: Path, port: int) -> Site:
    """With an inbox that fetches mail."""
    accounts = deepcopy(site.declared["accounts"])
    accounts[0]["inboxes"] += [
        {
            "type": "email",
            "name": "Support",
            "email": imap.USER,
            "imap_enabled": True,
            "imap_address": GATEWAY,
            "imap_port": port,
            "imap_login": imap.USER,
            "imap_password": "BOX_PASSWORD",
        }
    ]
    return site.changed(folder, accounts=accounts, secrets={"mode": "environment"})


def test_wrong_smtp_password(vps: Site, outgoing: SmtpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused with the server's words; the machine is as before, and so is what it was declared to be."""
    monkeypatch.setenv("CHATWOOT_SECRET_SMTP_PASSWORD", WRONG)
    site = declared(vps, tmp_path / "wrong", outgoing.port)
    refused(site, f"smtp: {GATEWAY}:{outgoing.port} fails at AUTH", "535", "SMTP_PASSWORD", "[smtp-refused]")
    assert outgoing.logins[-1] == ("PLAIN", smtp.USER)
    assert outgoing.messages == []
    assert "nothing to do" in planned(vps, 0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"verify": True}, ("fails at certificate", "smtp.verify")),
        ({"mode": "ssl"}, ("fails at TLS", 'smtp.mode = "starttls"')),
        ({"host": "smtp.example.invalid"}, ("fails at name", "smtp.host")),
        ({"port": 0}, ("fails at TCP", "smtp.port")),
    ],
)
def test_server_that_cannot_be_used(
    vps: Site, outgoing: SmtpServer, tmp_path: Path, changed: dict[str, Any], words: tuple[str, ...]
) -> None:
    """Each step has its sentence; seen from the VPS, where names are resolved too."""
    given = {**changed, "port": free_port(GATEWAY)} if "port" in changed else changed
    refused(declared(vps, tmp_path / "site", **{"port": outgoing.port, **given}), *words, "[smtp-refused]")
    assert outgoing.logins == []


def test_mailbox_that_cannot_be_used(vps: Site, box: ImapServer, tmp_path: Path) -> None:
    """The login itself is tried in tests/unit/test_mail_probe.py: no public authority signs for the tests' server."""
    site = with_box(vps, tmp_path / "box", box.port)
    refused(site, f"({imap.USER}, IMAP)", "fails at certificate", "Chatwoot always checks it", "[inbox-mail-refused]")
    closed = with_box(vps, tmp_path / "closed", free_port(GATEWAY))
    refused(closed, f"({imap.USER}, IMAP)", "fails at TCP", "imap_port", "[inbox-mail-refused]")


def test_mail_by_the_worker(spoiled: Site, outgoing: SmtpServer, box: ImapServer, tmp_path: Path) -> None:
    """Applied, applied again for nothing, one mail asked for and one mail there; a server that is gone is told."""
    with_both = declared(with_box(spoiled, tmp_path / "box", box.port), tmp_path / "both", outgoing.port)
    site = with_both.changed(tmp_path / "site", preflight={"skip": ["inbox-mail-refused"]})
    with Sampler() as sampler:
        run("apply", site).must()
    transcript.note(site)
    assert sampler.rounds > 0
    told = [line for line in sampler.seen if smtp.PASSWORD in line or imap.PASSWORD in line]
    assert [line for line in told if "pymap" not in line] == [], "a password in an argument list"
    outgoing.logins.clear()
    again = run("apply", site, "--json").must().json["hosts"][site.machine.name]
    assert (again["changed"], again["changes"]) == (0, [])
    assert again["commands"]["prepare"] <= MOST_COMMANDS
    assert outgoing.logins, "every run tries the servers"

    sent = run("mail", site, "--to", ADDRESS).must()
    assert f"gave a mail for {ADDRESS} to {GATEWAY}:{outgoing.port}" in sent.stdout
    assert outgoing.recipients == [ADDRESS]
    (message,) = outgoing.messages
    assert message["from"] == "Chatwoot <chat@example.com>"
    assert site.machine.domain in message["subject"]

    outgoing.__exit__(None, None, None)
    try:
        failed: Ran = run("mail", site, "--to", ADDRESS).must(1)
        assert "the worker could not send: " in failed.stderr
        assert "refused" in failed.stderr.lower()
    finally:
        outgoing.__enter__()


@pytest.mark.full
def test_worker_that_takes_no_jobs(spoiled: Site, outgoing: SmtpServer, tmp_path: Path) -> None:
    """The job is taken back: no mail surprises anybody when the worker is there again."""
    site = declared(spoiled, tmp_path / "site", outgoing.port)
    run("apply", site).must()
    site.machine.run(f"docker stop -t 1 {site.project}-worker", timeout=60)
    failed = run("mail", site, "--to", ADDRESS).must(1)
    assert "did not take the job within" in failed.stderr
    assert "it was taken back" in failed.stderr
    site.machine.run(f"docker start {site.project}-worker", timeout=60)
    run("mail", site, "--to", ADDRESS).must()
    assert len(outgoing.messages) == 1
