"""A canned response, as declared."""

from typing import Annotated

from pydantic import Field

from deploy.settings.objects.words import Filled
from deploy.settings.section import Section


class CannedResponse(Section):
    """A text that agents insert by typing / and its short code."""

    short_code: Annotated[Filled, Field(max_length=255)] = Field(
        description="Short code; hello and HELLO are two. It is the key.", examples=["hello"]
    )
    content: Annotated[Filled, Field(max_length=20_000)] = Field(
        description="The text; may hold variables like {{contact.name}}.", examples=["Hello, {{contact.name}}!"]
    )
