"""A label, as declared."""

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.words import Colour, Long, label_title
from deploy.settings.section import Section


class Label(Section):
    """A label for conversations and contacts."""

    title: Annotated[str, AfterValidator(label_title), Doc("text")] = Field(
        description="Title, kept in lower case. It is the key.", examples=["vip"]
    )
    description: Long | None = Field(None, description="What it is for.")
    color: Colour | None = Field(None, description="Colour; Chatwoot's own is #1f93ff.", examples=["#1f93ff"])
    show_on_sidebar: bool | None = Field(None, description="Shown in the side bar?")
