"""Ids that preflight.skip may name."""

from difflib import get_close_matches

from deploy.checks.application import CHECKS
from deploy.checks.host import HOST_CHECKS
from deploy.checks.mail import MAIL_CHECKS
from deploy.checks.major import MAJOR_CHECKS
from deploy.checks.stack import STACK_CHECKS
from deploy.settings.settings import Settings

IDS = frozenset(
    check.id for checks in (HOST_CHECKS, STACK_CHECKS, MAIL_CHECKS, MAJOR_CHECKS, CHECKS) for check in checks
)


def unknown(settings: Settings) -> list[str]:
    """One line for each id in preflight.skip that no check has."""
    found = []
    for name in settings.preflight.skip:
        if name not in IDS:
            near = get_close_matches(name, IDS, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(sorted(IDS))}"
            found.append(f"preflight.skip: {name} is no check. {hint}")
    return found
