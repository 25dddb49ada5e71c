"""A label, as declared."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.words import Colour, Long, lower
from deploy.settings.section import Section

# Letters of any script, digits, - and _, two at least, no leading - or _ (chatwoot.md 1.3).
_TITLE = re.compile(r"[^\W_][\w-]+\Z")


def _title(value: str) -> str:
    title = lower(value)  # which can leave a mark that is no letter, as of the Turkish capital I with a dot
    if not _TITLE.match(title) or len(title) > 255:
        raise ValueError(
            "is no name for a label; use two or more letters, digits, - and _, beginning with a letter or digit"
        )
    return title


class Label(Section):
    """A label for conversations and contacts."""

    title: Annotated[str, AfterValidator(_title), Doc("text")] = Field(
        description="Title, kept in lower case. It is the key.", examples=["vip"]
    )
    description: Long | None = Field(None, description="What it is for.")
    color: Colour | None = Field(None, description="Colour; Chatwoot's own is #1f93ff.", examples=["#1f93ff"])
    show_on_sidebar: bool | None = Field(None, description="Shown in the side bar?")
