"""A team, as declared."""

from typing import Annotated

from pydantic import AfterValidator, Field

from deploy.settings.names import Email
from deploy.settings.objects.words import Long, Ordered, Text, lower
from deploy.settings.section import Section


class Team(Section):
    """A team of agents."""

    name: Annotated[Text, AfterValidator(lower)] = Field(
        description="Name, kept in lower case. It is the key.", examples=["sales"]
    )
    description: Long | None = Field(None, description="What it is for.")
    allow_auto_assign: bool | None = Field(None, description="May conversations be assigned to members by turn?")
    members: Annotated[list[Email], Ordered] | None = Field(
        None, description="E-mail addresses of its agents; the whole list.", examples=[["bo@example.com"]]
    )
