"""A phone number for SMS at Bandwidth, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.words import Phone
from deploy.settings.secret_name import SecretName


class SmsInbox(CommonInbox):
    """SMS by Bandwidth. Its webhook is set by hand in their console."""

    type: Literal["sms"] = Field("sms", description="Kind of inbox.")
    phone_number: Phone = Field(
        description="Number with +; unique in the installation. It is the key and cannot be changed later.",
        examples=["+15005550006"],
    )
    account_id: SecretName = Field(
        description="Name of the secret with Bandwidth's account id; Chatwoot shows none of the four to anybody.",
        examples=["BANDWIDTH_ACCOUNT"],
    )
    application_id: SecretName = Field(
        description="Name of the secret with the application id.", examples=["BANDWIDTH_APPLICATION"]
    )
    api_key: SecretName = Field(description="Name of the secret with the API key.", examples=["BANDWIDTH_KEY"])
    api_secret: SecretName = Field(description="Name of the secret with its secret.", examples=["BANDWIDTH_SECRET"])
