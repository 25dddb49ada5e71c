"""The survey after a conversation, as declared."""

from typing import Annotated, Literal

from pydantic import Field

from deploy.settings.locales import Locale
from deploy.settings.objects.words import LabelName, Ordered
from deploy.settings.section import Section


class SurveyRules(Section):
    """After which conversations the survey is sent."""

    operator: Literal["contains", "does_not_contain"] | None = Field(
        None, description="Sent when the conversation has one of the labels, or has none of them."
    )
    values: Annotated[list[LabelName], Ordered] | None = Field(
        None, description="Labels; the whole list. None at all: always sent.", examples=[["vip"]]
    )


class Csat(Section):
    """The customer satisfaction survey. Since Chatwoot 4.2."""

    display_type: Literal["emoji", "star"] | None = Field(None, description="What customers click.")
    message: str | None = Field(None, max_length=1000, description="Text above it; empty: Chatwoot's own.")
    button_text: str | None = Field(
        None, min_length=1, max_length=255, description="Button of the survey where it is sent as a link."
    )
    language: Locale | None = Field(None, description="Language of the survey where it is sent as a link.")
    survey_rules: SurveyRules | None = Field(None, description="After which conversations it is sent.")
