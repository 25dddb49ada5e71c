"""A Telegram bot, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.words import InboxName
from deploy.settings.secret_name import SecretName


class TelegramInbox(CommonInbox):
    """A Telegram bot. Chatwoot asks Telegram when it is made; the site must be public."""

    type: Literal["telegram"] = Field("telegram", description="Kind of inbox.")
    name: InboxName = Field(
        description="Name; unique among the account's telegram inboxes, whose tokens Chatwoot shows to nobody. "
        "It is the key.",
        examples=["Telegram"],
    )
    bot_token: SecretName = Field(
        description="Name of the secret with the bot's token.", examples=["TELEGRAM_BOT_TOKEN"]
    )
