"""A number or messaging service at Twilio, as declared."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.secret_name import SecretName


def _sender(value: str) -> str:
    if not re.match(r"(\+[1-9][0-9]{6,14}|MG[0-9a-f]{32})\Z", value):
        raise ValueError("is neither a number nor a messaging service; write it like +34600000001, or MG and 32 digits")
    return value


class TwilioInbox(CommonInbox):
    """SMS or WhatsApp by Twilio. Chatwoot asks Twilio when it is made, and has it deliver the SMS of a number that the
    account owns. For WhatsApp set `https://DOMAIN/twilio/callback` in Twilio's console yourself; nobody else does."""

    type: Literal["twilio"] = Field("twilio", description="Kind of inbox.")
    medium: Literal["sms", "whatsapp"] = Field(
        "sms", description="What it carries; of a number part of the key. Cannot be changed later."
    )
    sender: Annotated[str, AfterValidator(_sender), Doc("phone number or MG and 32 digits")] = Field(
        description="Number with +, or the sid of a messaging service; unique in the installation, a number for each "
        "medium. It is the key, of a number together with medium, and cannot be changed later.",
        examples=["+15005550006"],
    )
    account_sid: SecretName = Field(
        description="Name of the secret with Twilio's account sid. Cannot be changed later.",
        examples=["TWILIO_ACCOUNT"],
    )
    api_key_sid: SecretName | None = Field(
        None,
        description="Name of the secret with the sid of an API key, whose secret is then auth_token. For WhatsApp "
        "alone, not before 3.0. Cannot be changed later.",
        examples=["TWILIO_KEY"],
    )
    auth_token: SecretName = Field(description="Name of the secret with the token.", examples=["TWILIO_TOKEN"])
