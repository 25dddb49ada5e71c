"""The two doors of a fresh installation, proven closed: the installation page and public sign-up."""

import requests

from deploy.checks.application import CHECKS, ApplicationState
from deploy.checks.check import findings
from deploy.errors import OperatorError
from deploy.settings.settings import Settings

DOORS = ("onboarding-open", "onboarding-missing", "super-admin-unknown", "signup-open")


def closed(settings: Settings, state: ApplicationState | None, session: requests.Session) -> None:
    """Look at the stored state, then knock.

    The knock breaks the password rules, so it creates nothing: 404 is closed, 422 and 403 are open, 429 says nothing.
    It spends one of the five sign-ups that an address has in 30 minutes (chatwoot.md 5.3), so: after a bootstrap only.
    Raises OperatorError naming what is still open.
    """
    if state is None:
        raise OperatorError("Chatwoot's database or Redis does not answer after the bootstrap; run apply again")
    doors = [check for check in CHECKS if check.id in DOORS]
    found = findings(doors, settings, state, skip=settings.preflight.skip)
    if found:
        raise OperatorError("; ".join(str(finding) for finding in found))
    if settings.chatwoot.sign_up:
        return
    versions = ("v1", "v2") if settings.chatwoot.number >= (4, 0, 0) else ("v1",)
    for version in versions:
        status = _knock(session, settings.domain, version)
        if status not in (404, 429):
            raise OperatorError(
                f"sign-up is open although it is declared closed: /api/{version}/accounts answers {status}, not 404. "
                "Nothing is routed from outside yet; look at ENABLE_ACCOUNT_SIGNUP in the web container [signup-open]"
            )


def _knock(session: requests.Session, domain: str, version: str) -> int:
    try:
        answer = session.post(
            f"http://{domain}/api/{version}/accounts",
            headers={"X-Forwarded-Proto": "https"},
            json={
                "account_name": "probe",
                "user_full_name": "probe",
                "email": f"probe@{domain}",
                "password": "weak",
            },
        )
    except requests.exceptions.RequestException as error:
        raise OperatorError(
            f"Chatwoot's web container gives no answer to the sign-up probe ({type(error).__name__}); run apply again"
        ) from None
    return answer.status_code
