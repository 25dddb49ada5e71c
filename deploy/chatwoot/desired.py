"""Inboxes as declared, in the words of Chatwoot's API."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deploy.settings.accounts import Account
from deploy.settings.objects.inboxes.api import ApiInbox
from deploy.settings.objects.inboxes.web_widget import WebWidgetInbox

# What an answer calls the channel that a request calls `type` (chatwoot.md section 2).
CHANNEL_TYPES = {"api": "Channel::Api", "web_widget": "Channel::WebWidget"}


@dataclass(frozen=True)
class Desired:
    """One inbox as it should be.

    type: kind of channel, in the words of a request
    time_zone: of its working hours and reports (IANA); None = left alone
    channel: every declared field of the channel. An answer shows them beside the inbox's own
    """

    type: str
    name: str
    channel: dict[str, Any]
    time_zone: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Names are not unique in Chatwoot (chatwoot.md 0.15): kind and name together are our key."""
        return CHANNEL_TYPES[self.type], self.name.casefold()

    @property
    def subject(self) -> str:
        """The inbox in messages."""
        return f"{self.type} inbox {self.name}"

    def creation(self) -> dict[str, Any]:
        """Body of the POST."""
        return {"name": self.name, **self._own(), "channel": {"type": self.type, **self.channel}}

    def update(self) -> dict[str, Any]:
        """Body of the PATCH: every declared field, never channel.type, which answers 500 (chatwoot.md 1.8)."""
        return {"name": self.name, **self._own(), "channel": dict(self.channel)}

    def _own(self) -> dict[str, str]:
        return {} if self.time_zone is None else {"timezone": self.time_zone}


def desired(account: Account, time_zone: str | None = None) -> list[Desired]:
    """The inboxes of one account.

    time_zone: the installation's business time zone
    """
    return [Desired(each.type, each.name, _channel(each), time_zone) for each in _inboxes(account)]


def _inboxes(account: Account) -> Iterable[ApiInbox | WebWidgetInbox]:
    return [each for each in account.inboxes or () if isinstance(each, ApiInbox | WebWidgetInbox)]


def _channel(inbox: ApiInbox | WebWidgetInbox) -> dict[str, Any]:
    if isinstance(inbox, ApiInbox):
        # An empty text, not null: 4.10 gives it back as sent, and no URL is then called.
        return {"webhook_url": inbox.webhook_url or ""}
    found = {
        "website_url": inbox.website_url,
        "widget_color": inbox.color,
        "welcome_title": inbox.welcome_title,
        "welcome_tagline": inbox.welcome_tagline,
    }
    return {key: value for key, value in found.items() if value is not None}
