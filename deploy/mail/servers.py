"""Which mail servers a declaration names, and how Chatwoot will speak to them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from deploy.settings.objects.inboxes.email import EmailInbox
from deploy.settings.settings import Settings

Tls = Literal["ssl", "starttls", "none"]
PASSWORD = "SMTP_PASSWORD"  # noqa: S105 - a name
# Releases that fetch with TLS whatever the inbox says: chatwoot #10638, #12895. 2.10 hands the setting on
# (app/jobs/inboxes/fetch_imap_emails_job.rb); 4.10 does not, and the fix (#12306) is of May 2026.
_ALWAYS_TLS = ((2, 11, 0), (4, 14, 0))


class Revealed(Protocol):
    """A set of secrets: names to values."""

    def __getitem__(self, name: str, /) -> str: ...


@dataclass(frozen=True)
class Login:
    """Who logs in; its repr shows no password.

    mechanism: SASL's name: PLAIN, LOGIN or CRAM-MD5
    """

    user: str
    password: str
    mechanism: str

    def __repr__(self) -> str:
        return f"Login({self.user}, {self.mechanism})"


@dataclass(frozen=True)
class Server:
    """One mail server.

    where: the section that declares it, by path and name
    inbox: is it an inbox's own?
    tls: ssl = from the first byte
    verify: must the certificate be good?
    helo: how we name ourselves
    keys: what the declaration calls host, port, login, secret, verify, ssl, starttls, none, mechanism; one that is
        not there cannot be chosen
    """

    where: str
    inbox: bool
    protocol: Literal["SMTP", "IMAP"]
    host: str
    port: int
    tls: Tls
    verify: bool
    login: Login | None
    helo: str
    keys: Mapping[str, str]


def servers(settings: Settings, secrets: Revealed) -> list[Server]:
    """The installation's own server first, then those of inboxes that use one.

    secrets: complete, or at least with every password that the declaration names
    """
    found = [_installation(settings, secrets)] if settings.smtp.host else []
    for number, account in enumerate(settings.accounts):
        for position, inbox in enumerate(account.inboxes or ()):
            if isinstance(inbox, EmailInbox):
                found += _inbox(inbox, f"accounts[{number}].inboxes[{position}]", settings, secrets)
    return found


def _installation(settings: Settings, secrets: Revealed) -> Server:
    smtp = settings.smtp
    mechanism = smtp.authentication.upper().replace("_", "-")
    return Server(
        "smtp",
        False,
        "SMTP",
        smtp.host or "",
        smtp.port,
        "none" if smtp.mode == "plain" else smtp.mode,
        smtp.verify,
        Login(smtp.username, secrets[PASSWORD], mechanism) if smtp.username else None,
        smtp.domain or settings.domain,
        {
            "host": "smtp.host",
            "port": "smtp.port",
            "login": "smtp.username",
            "secret": PASSWORD,
            "verify": "smtp.verify = False",
            "ssl": 'smtp.mode = "ssl"',
            "starttls": 'smtp.mode = "starttls"',
            "none": 'smtp.mode = "plain"',
            "mechanism": "smtp.authentication",
        },
    )


def _inbox(inbox: EmailInbox, path: str, settings: Settings, secrets: Revealed) -> Iterator[Server]:
    if inbox.imap_enabled:
        yield _imap(inbox, f"{path} ({inbox.email}, IMAP)", settings.chatwoot.number, secrets)
    if inbox.smtp_enabled:
        yield _smtp(inbox, f"{path} ({inbox.email}, SMTP)", settings.domain, secrets)


def _imap(inbox: EmailInbox, where: str, release: tuple[int, int, int], secrets: Revealed) -> Server:
    first, fixed = _ALWAYS_TLS
    choice = not first <= release < fixed
    # Net::IMAP verifies with `ssl: true`, and no setting of Chatwoot says otherwise. Its own default is TLS (schema.rb,
    # channel_email.imap_enable_ssl). It logs in with PLAIN (app/services/imap/fetch_email_service.rb).
    return Server(
        where,
        True,
        "IMAP",
        inbox.imap_address or "",
        inbox.imap_port or 0,
        "none" if choice and inbox.imap_enable_ssl is False else "ssl",
        True,
        Login(inbox.imap_login or "", secrets[inbox.imap_password or ""], "PLAIN"),
        "",
        {
            "host": "imap_address",
            "port": "imap_port",
            "login": "imap_login",
            "secret": inbox.imap_password or "",
            "ssl": "imap_enable_ssl = True",
            **({"none": "imap_enable_ssl = False"} if choice else {}),
        },
    )


def _smtp(inbox: EmailInbox, where: str, domain: str, secrets: Revealed) -> Server:
    # Chatwoot's own values of what is not declared: schema.rb, channel_email: STARTTLS, login, no verification.
    tls: Tls = "starttls"
    if inbox.smtp_enable_ssl_tls:
        tls = "ssl"
    elif inbox.smtp_enable_starttls_auto is False:
        tls = "none"
    password = inbox.smtp_password
    mechanism = (inbox.smtp_authentication or "login").upper().replace("_", "-")
    return Server(
        where,
        True,
        "SMTP",
        inbox.smtp_address or "",
        inbox.smtp_port or 0,
        tls,
        inbox.smtp_openssl_verify_mode not in (None, "none"),
        Login(inbox.smtp_login, secrets[password], mechanism) if inbox.smtp_login and password else None,
        inbox.smtp_domain or domain,
        {
            "host": "smtp_address",
            "port": "smtp_port",
            "login": "smtp_login",
            "secret": password or "",
            "verify": 'smtp_openssl_verify_mode = "none"',
            "ssl": "smtp_enable_ssl_tls = True",
            "starttls": "smtp_enable_starttls_auto = True",
            "none": "smtp_enable_starttls_auto = False",
            "mechanism": "smtp_authentication",
        },
    )
