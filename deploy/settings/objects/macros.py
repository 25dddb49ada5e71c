"""A macro, as declared."""

from typing import Annotated, Literal

from pydantic import Field

from deploy.settings.objects.actions import MacroAction
from deploy.settings.objects.words import Text
from deploy.settings.section import Section


class Macro(Section):
    """Actions that an agent starts with one click. Its files (send_attachment) cannot be declared."""

    name: Text = Field(description="Name. With visibility it is the key.", examples=["Close as spam"])
    # Always declared and always sent: a change without it loses it, and 4.10 then hides the macro (chatwoot.md 1.8).
    visibility: Literal["global", "personal"] = Field(
        "global",
        description="Who sees it: every agent, or its owner alone, who is the user of this tool. Cannot be changed "
        "later: a personal and a global macro of one name are two.",
    )
    actions: Annotated[list[MacroAction], Field(min_length=1)] = Field(
        description="What it does, in this order.", examples=[[{"resolve_conversation": True}]]
    )
