"""The chat window on a web site, as declared."""

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.pre_chat import PreChatField, asked_once
from deploy.settings.objects.inboxes.words import InboxName
from deploy.settings.objects.words import Colour, Ordered

Flag = Literal["attachments", "emoji_picker", "end_conversation", "use_inbox_avatar_for_bot"]


def _address(value: str) -> str:
    # Chatwoot asks for some text, and shows it (Channel::WebWidget): acme.com is one.
    if not value.strip():
        raise ValueError("is empty; write the site's address, like https://www.example.com")
    if any(unicodedata.category(each) == "Cc" for each in value):
        raise ValueError("holds a character that is none of a text; write the address in one line, without it")
    return value


def _site(value: str) -> str:
    # Chatwoot keeps the list as one text with commas and puts it into a header (chatwoot.md 1.5).
    if not re.match(r"(https?://)?(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?\Z", value):
        raise ValueError("is no site; write it like https://www.example.com or *.example.com")
    return value


class WebWidgetInbox(CommonInbox):
    """The chat window on a web site."""

    type: Literal["web_widget"] = Field("web_widget", description="Kind of inbox.")
    name: InboxName = Field(
        description="Name; unique among the account's widgets. It is the key.", examples=["Web site"]
    )
    # As long as any column of 255 characters whose model says nothing else (app/models/application_record.rb).
    website_url: Annotated[str, Field(max_length=255), AfterValidator(_address), Doc("text, 1 to 255 characters")] = (
        Field(description="The site that carries the widget.", examples=["https://www.example.com"])
    )
    color: Colour | None = Field(
        None, description="Colour of the widget; Chatwoot's own is #1f93ff.", examples=["#1f93ff"]
    )
    welcome_title: str | None = Field(None, max_length=255, description="First line of the open widget.")
    welcome_tagline: str | None = Field(None, max_length=255, description="Second line of the open widget.")
    reply_time: Literal["in_a_few_minutes", "in_a_few_hours", "in_a_day"] | None = Field(
        None, description="How soon somebody answers, as promised to visitors."
    )
    selected_feature_flags: Annotated[list[Flag], Ordered] | None = Field(
        None, description="What visitors can use; the whole list. use_inbox_avatar_for_bot is not in Chatwoot 2.10."
    )
    pre_chat_form_enabled: bool | None = Field(None, description="Is a form shown before the chat?")
    pre_chat_message: str | None = Field(None, max_length=1000, description="Text above that form.")
    pre_chat_fields: Annotated[list[PreChatField], Field(min_length=1), AfterValidator(asked_once)] | None = Field(
        None,
        description="Questions of that form in their order; the whole list.",
        examples=[[{"name": "emailAddress", "label": "Email", "type": "email"}]],
    )
    continuity_via_email: bool | None = Field(None, description="Do visitors who left get the answers by mail?")
    hmac_mandatory: bool | None = Field(None, description="Must visitors prove who they are?")
    allowed_domains: Annotated[list[Annotated[str, AfterValidator(_site), Doc("site")]], Ordered] | None = Field(
        None,
        description="Sites that may show the widget; the whole list, empty: all. Since Chatwoot 4.6.",
        examples=[["https://www.example.com"]],
    )
