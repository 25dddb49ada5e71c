"""Telegram's Bot API, as far as Chatwoot leaves it to us: asking where a bot's messages go.

Chatwoot sets the webhook before it saves the channel, and saves it whatever Telegram says; it looks at a token when the
inbox is made, and not when it is changed (app/models/channel/telegram.rb, 2.10.0 and 4.10.0; chatwoot issue #9922).
"""

from collections.abc import Callable

import requests

from deploy.chatwoot.clear import hide
from deploy.objects.graph import SECONDS, Declined
from deploy.objects.secret import Secret

TELEGRAM = "https://api.telegram.org"

Delivers = Callable[[Secret, str, str], None]  # the bot's token, the site's address, the inbox in messages


class BotApi:
    """Callable as World.telegram.

    session: reaches Telegram
    base: another server
    """

    def __init__(self, session: requests.Session, base: str = TELEGRAM) -> None:
        self.session, self.base = session, base.rstrip("/")

    def __call__(self, token: Secret, site: str, what: str) -> None:
        """GET getWebhookInfo. Raises Declined with Telegram's description, or when messages go elsewhere."""
        try:
            # Telegram wants the token in the address: nothing of it is ever shown.
            answer = self.session.get(f"{self.base}/bot{token.reveal()}/getWebhookInfo", timeout=SECONDS)
        except requests.exceptions.RequestException as error:
            raise Declined(what, f"{self.base} cannot be reached ({type(error).__name__})", "Telegram") from None
        try:
            body = answer.json()
        except ValueError:
            body = None
        found = body if isinstance(body, dict) else {}
        result = found.get("result")
        url = result.get("url") if isinstance(result, dict) else None
        if answer.ok and found.get("ok") is True and url == f"{site}/webhooks/telegram/{token.reveal()}":
            return
        if answer.ok and found.get("ok") is True:
            reason = f"its webhook leads to {url or 'nothing'}, not to {site}. Telegram wants a public address with TLS"
        else:
            reason = f"{found.get('description') or answer.reason or 'no reason given'} (HTTP {answer.status_code})"
        raise Declined(what, " ".join(hide(reason, [token.reveal()]).split())[:300], "Telegram")


def nobody(token: Secret, site: str, what: str) -> None:
    """What stands for BotApi where only plans are made."""
    raise Declined(what, "nobody asked it; run apply again", "Telegram")
