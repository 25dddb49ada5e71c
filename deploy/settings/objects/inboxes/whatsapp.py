"""A WhatsApp number, as declared."""

from typing import Any, Literal

from pydantic import Field, model_validator

from deploy.settings.objects.inboxes.common import CommonInbox
from deploy.settings.objects.inboxes.words import Digits, Phone
from deploy.settings.secret_name import SecretName

_GENERATED = "WHATSAPP_VERIFY_"


def verify_name(phone_number: str) -> str:
    """Name of the verify token that is generated for a number; chatwoot.md 4.4 says why it must be kept."""
    return _GENERATED + phone_number.removeprefix("+")


class WhatsappInbox(CommonInbox):
    """A WhatsApp number, at Meta's Cloud API or at 360dialog. Chatwoot asks them when it is made or its keys change."""

    type: Literal["whatsapp"] = Field("whatsapp", description="Kind of inbox.")
    phone_number: Phone = Field(
        description="Number with +; unique in the installation. It is the key and cannot be changed later.",
        examples=["+34600000001"],
    )
    provider: Literal["whatsapp_cloud", "360dialog"] = Field(
        description="Meta's Cloud API, or 360dialog.", examples=["360dialog"]
    )
    api_key: SecretName = Field(
        description="Name of the secret with the access token or API key.", examples=["WHATSAPP_TOKEN"]
    )
    phone_number_id: Digits | None = Field(
        None, description="Id of the number at Meta (whatsapp_cloud).", examples=["1111"]
    )
    business_account_id: Digits | None = Field(
        None, description="Id of the WhatsApp business account at Meta (whatsapp_cloud).", examples=["2222"]
    )
    verify_token: SecretName | None = Field(
        None,
        description="Name of the secret that Meta shows to prove itself (whatsapp_cloud). Unset: one is generated, "
        "WHATSAPP_VERIFY_ with the number's digits.",
    )

    @model_validator(mode="before")
    @classmethod
    def _verify_token(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("provider") != "whatsapp_cloud":
            return data
        if data.get("verify_token") is None and isinstance(data.get("phone_number"), str):
            return {**data, "verify_token": verify_name(data["phone_number"])}
        return data

    @model_validator(mode="after")
    def _complete(self) -> "WhatsappInbox":
        cloud = {key: getattr(self, key) for key in ("phone_number_id", "business_account_id", "verify_token")}
        if self.provider == "whatsapp_cloud":
            missing = [key for key, value in cloud.items() if value is None]
            if missing:
                raise ValueError(f"whatsapp_cloud without {missing[0]}; set {', '.join(missing)}")
        for key, value in cloud.items():
            if self.provider != "whatsapp_cloud" and value is not None:
                raise ValueError(f"{key} has no effect with 360dialog; remove it")
        return self
