"""An agent bot, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.objects.words import Short, Text, Url
from deploy.settings.section import Section


class AgentBot(Section):
    """A program that answers. An inbox names the bot that answers there."""

    name: Text = Field(description="Name. It is the key.", examples=["Helper"])
    description: Short | None = Field(None, description="What it is for.")
    outgoing_url: Url | None = Field(
        None, description="Receives the events of its conversations.", examples=["https://bot.example.com/chatwoot"]
    )
    # An unknown type is answered with a 500, and 2.10's csml is gone in 4.10 (chatwoot.md 1.3, 1.8).
    bot_type: Literal["webhook"] | None = Field(None, description="Kind of bot; there is one.")
    # No bot_config: it is for csml bots, and the controller takes nothing else of it.
