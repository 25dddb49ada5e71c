"""Meta's Graph API, as far as Chatwoot leaves it to us: subscribing an app to a WhatsApp business account."""

from collections.abc import Callable

import requests

from deploy.chatwoot.clear import hide
from deploy.chatwoot.refusal import Refused
from deploy.errors import OperatorError
from deploy.objects.secret import Secret

META = "https://graph.facebook.com"
VERSION = "v14.0"  # the one with which Chatwoot asks for templates (chatwoot.md 4.4)
SECONDS = 30

Subscribe = Callable[[str, Secret, str], None]  # business account id, access token, the inbox in messages


class Declined(Refused):
    """A provider said no, or said nothing. The inbox is there, and the next run asks again."""

    def __init__(self, what: str, reason: str, provider: str = "Meta") -> None:
        OperatorError.__init__(self, f"{what} is in Chatwoot, but {provider} does not deliver its messages: {reason}")
        self.status = 0


class Graph:
    """Callable as World.subscribe.

    session: reaches Meta
    base: another server; Chatwoot's own WHATSAPP_CLOUD_BASE_URL, where that is set
    """

    def __init__(self, session: requests.Session, base: str = META) -> None:
        self.session, self.base = session, base.rstrip("/")

    def __call__(self, business: str, token: Secret, what: str) -> None:
        """POST /{business}/subscribed_apps (integrations.md, WhatsApp). Raises Declined with Meta's message."""
        url = f"{self.base}/{VERSION}/{business}/subscribed_apps"
        # In a header, not in the address: addresses are logged.
        headers = {"Authorization": f"Bearer {token.reveal()}", "Accept": "application/json"}
        try:
            answer = self.session.post(url, headers=headers, timeout=SECONDS)
        except requests.exceptions.RequestException as error:
            raise Declined(what, f"{self.base} cannot be reached ({type(error).__name__})") from None
        try:
            body = answer.json()
        except ValueError:
            body = None
        found = body if isinstance(body, dict) else {}
        if answer.ok and found.get("success") is True:
            return
        error_ = found.get("error")
        said = error_.get("message") if isinstance(error_, dict) else None
        text = " ".join(hide(str(said or answer.reason or "no reason given"), [token.reveal()]).split())[:300]
        raise Declined(what, f"{text} (HTTP {answer.status_code})")


def nobody(business: str, token: Secret, what: str) -> None:
    """What stands for Graph where only plans are made."""
    raise Declined(what, "nobody asked it to; run apply again")
