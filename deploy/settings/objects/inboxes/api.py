"""An inbox that programs write to, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.words import CalledOrNothing, InboxName


class ApiInbox(CommonInbox):
    """An inbox that programs write to."""

    type: Literal["api"] = Field("api", description="Kind of inbox.")
    name: InboxName = Field(
        description="Name; unique among the account's api inboxes. It is the key.", examples=["Orders"]
    )
    webhook_url: CalledOrNothing | None = Field(
        None, description="Receives the events of this inbox; empty: nobody does."
    )
    hmac_mandatory: bool | None = Field(None, description="Must contacts prove who they are?")
    agent_reply_time_window: int | None = Field(
        None, ge=1, le=87600, description="Hours in which agents may answer after a customer's last message."
    )
    agent_reply_time_window_message: str | None = Field(
        None, max_length=1000, description="What agents are told afterwards."
    )
