"""What inboxes of every channel have."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import Doc

from deploy.settings.names import Email, TimeZone
from deploy.settings.objects.inboxes.csat import Csat
from deploy.settings.objects.inboxes.hours import WorkingHours
from deploy.settings.objects.inboxes.words import InboxName, Line, Message
from deploy.settings.objects.words import Ordered, SlugOrNothing
from deploy.settings.section import Section


class CommonInbox(Section):
    """The settings that every inbox has."""

    type: str = Field(description="Kind of inbox.")
    name: InboxName = Field(description="Name. References use it.", examples=["Orders"])
    greeting_enabled: bool | None = Field(None, description="Is a new conversation greeted?")
    greeting_message: Message | None = Field(None, description="The greeting.")
    enable_email_collect: bool | None = Field(None, description="Are visitors asked for their e-mail address?")
    csat_survey_enabled: bool | None = Field(None, description="Is a survey sent when a conversation is resolved?")
    csat: Csat | None = Field(None, description="The survey. Since Chatwoot 4.2.")
    enable_auto_assignment: bool | None = Field(None, description="Are conversations assigned to members by turn?")
    working_hours_enabled: bool | None = Field(None, description="Do working hours count?")
    working_hours: WorkingHours | None = Field(None, description="The working hours.")
    out_of_office_message: Message | None = Field(None, description="Answer outside the working hours.")
    time_zone: TimeZone | None = Field(
        None, description="Zone of the working hours. Unset: the installation's time_zone.", examples=["Europe/Madrid"]
    )
    allow_messages_after_resolved: bool | None = Field(
        None, description="May customers go on in a resolved conversation?"
    )
    lock_to_single_conversation: bool | None = Field(
        None, description="One conversation a customer, reopened each time? Since Chatwoot 2.12."
    )
    sender_name_type: Literal["friendly", "professional"] | None = Field(
        None, description="Sender of mails: agent with business, or business alone. Since Chatwoot 2.17."
    )
    business_name: Line | None = Field(None, description="Business in the sender of mails. Since Chatwoot 2.17.")
    portal: SlugOrNothing | None = Field(
        None, description="Slug of its help centre; empty: none. Not in Chatwoot 2.10."
    )
    members: Annotated[list[Email], Ordered] | None = Field(
        None, description="E-mail addresses of the agents who see it; the whole list.", examples=[["bo@example.com"]]
    )
    agent_bot: Annotated[str, Field(max_length=255), Doc("name of an agent bot, or empty text")] | None = Field(
        None, description="Bot that answers first; empty: none."
    )
