"""A dashboard app, as declared."""

from typing import Annotated

from pydantic import Field

from deploy.settings.objects.words import Filled, Url
from deploy.settings.section import Section


class DashboardApp(Section):
    """A page of yours shown beside every conversation, in a frame."""

    title: Annotated[Filled, Field(max_length=255)] = Field(
        description="Title of its tab. It is the key.", examples=["Orders"]
    )
    url: Url = Field(description="The page.", examples=["https://crm.example.com/chatwoot"])
