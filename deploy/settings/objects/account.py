"""Settings of an account itself, as declared: they stand beside its name."""

from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.locales import Locale
from deploy.settings.names import Domain, Email, TimeZone
from deploy.settings.objects.features import Features
from deploy.settings.objects.words import Distinct, Text, label_title
from deploy.settings.section import Section

_LONGEST = 1_439_856  # minutes; Account::SETTINGS_PARAMS_SCHEMA (4.2.0 and later)


def _minutes(value: int) -> int:
    if value and not 10 <= value <= _LONGEST:
        raise ValueError(f"is out of range; use 0 for never, or 10 to {_LONGEST} minutes")
    return value


_LabelOrNothing = Annotated[str, AfterValidator(lambda value: value and label_title(value)), Doc("label or empty text")]


class AccountSettings(Section):
    """What holds for a whole account. What is not declared keeps what its people choose."""

    name: Text = Field(
        description="Name of the account. It is the key and cannot be changed later.",
        examples=["Acme"],
    )
    locale: Locale | None = Field(
        None, description="Language. Unset: the installation's when the account is made, then left alone."
    )
    domain: Domain | None = Field(
        None,
        max_length=100,
        description="Domain of reply addresses, instead of the installation's. Set it before e-mail inboxes are "
        "made: their forwarding address keeps it.",
    )
    support_email: Email | None = Field(None, max_length=100, description="Address that customers see as sender.")
    auto_resolve_minutes: Annotated[int, AfterValidator(_minutes), Doc("minutes")] | None = Field(
        None,
        description="Resolves conversations without activity after so many minutes; 0 = never. Releases before 4.2 "
        "count in days: there it is a multiple of 1440, 999 days at most.",
        examples=[14400],
    )
    auto_resolve_message: str | None = Field(
        None, description="Message to the customer when that happens; empty = none. Since 4.2."
    )
    auto_resolve_ignore_waiting: bool | None = Field(
        None, description="Leaves conversations that wait for an agent's answer open? Since 4.2."
    )
    auto_resolve_label: _LabelOrNothing | None = Field(
        None, description="Label that such a conversation gets; empty = none. After 4.2.", examples=["vip"]
    )
    audio_transcriptions: bool | None = Field(
        None, description="Writes down voice messages? Needs Captain of the enterprise edition. After 4.2."
    )
    conversation_required_attributes: Annotated[list[str], Distinct] | None = Field(
        None,
        description="Keys of conversations' custom attributes that an agent has to fill in before he resolves; the "
        "whole list, in the order shown. After 4.2.",
        examples=[["order_id"]],
    )
    industry: str | None = Field(None, max_length=255, description="Kind of business, for the record. Since 3.0.")
    company_size: str | None = Field(None, max_length=255, description="Number of people, for the record. Since 3.0.")
    timezone: TimeZone | None = Field(None, description="Time zone, for the record. Since 3.0.")
    features: Features | None = Field(
        None,
        description="Feature flags to switch on or off; others are left alone. Chatwoot's full image on the community "
        "plan switches premium flags off again every day.",
        examples=[{"macros": True}],
    )
