"""A LINE channel, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.words import Identifier
from deploy.settings.secret_name import SecretName


class LineInbox(CommonInbox):
    """A LINE channel. Its webhook is set by hand in LINE's console."""

    type: Literal["line"] = Field("line", description="Kind of inbox.")
    line_channel_id: Identifier = Field(
        description="Channel id; unique in the installation. It is the key and cannot be changed later.",
        examples=["1650000001"],
    )
    line_channel_secret: SecretName = Field(
        description="Name of the secret with the channel secret.", examples=["LINE_SECRET"]
    )
    line_channel_token: SecretName = Field(
        description="Name of the secret with the access token.", examples=["LINE_TOKEN"]
    )
