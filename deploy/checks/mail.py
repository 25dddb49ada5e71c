"""Do the declared mail servers take what Chatwoot will send them? Pure; deploy/mail tries them."""

from dataclasses import dataclass

from deploy.checks.check import Check
from deploy.settings.settings import Settings


@dataclass(frozen=True)
class Tried:
    """One server that failed.

    inbox: is it an inbox's own?
    problem: where it is declared, which step failed, what was said, what to mend
    """

    inbox: bool
    problem: str


def _installation(settings: Settings, seen: Tried) -> str | None:
    return None if seen.inbox else seen.problem


def _inbox(settings: Settings, seen: Tried) -> str | None:
    return seen.problem if seen.inbox else None


INSTALLATION, INBOX = "smtp-refused", "inbox-mail-refused"
MAIL_CHECKS: tuple[Check[Tried], ...] = (
    Check(
        INSTALLATION,
        _installation,
        f"To go on without mail, add {INSTALLATION} to preflight.skip",
        "chatwoot.md 4.5: a missing mail server is invisible from the API",
    ),
    Check(
        INBOX,
        _inbox,
        f"To go on with an inbox that does not work, add {INBOX} to preflight.skip",
        "chatwoot.md 1.8: 4.10 stores what it has refused",
    ),
)
