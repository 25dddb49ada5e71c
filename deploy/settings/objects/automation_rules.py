"""An automation rule, as declared."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from deploy.settings.objects.actions import RuleAction
from deploy.settings.objects.comparison import MATCH, Match, joined, match_of_one
from deploy.settings.objects.conditions import Condition
from deploy.settings.objects.words import Long, Text
from deploy.settings.section import Section


class AutomationRule(Section):
    """What Chatwoot does by itself when something happens. Its files (send_attachment) cannot be declared."""

    name: Text = Field(description="Name. It is the key.", examples=["VIP to sales"])
    description: Long | None = Field(None, description="What it is for.")
    # Chatwoot stores any event and any number of conditions, and such a rule never fires (chatwoot.md 1.8).
    event: Literal[
        "conversation_created",
        "conversation_updated",
        "conversation_opened",
        "conversation_resolved",
        "message_created",
    ] = Field(
        description="When it is looked at. conversation_opened and conversation_resolved not in 2.10.",
        examples=["conversation_created"],
    )
    active: bool | None = Field(None, description="Is it in force? A new rule is.")
    conditions: Annotated[list[Condition], Field(min_length=1)] = Field(
        description="When it acts; one condition at least.",
        examples=[[{"attribute": "status", "operator": "equal_to", "values": ["open"]}]],
    )
    match: Match = Field("all", description=MATCH)
    actions: Annotated[list[RuleAction], Field(min_length=1)] = Field(
        description="What it does, in this order.", examples=[[{"add_label": ["vip"]}]]
    )

    @field_validator("match")
    @classmethod
    def _of_one(cls, value: Match, info: ValidationInfo) -> Match:
        return match_of_one(value, info.data.get("conditions"))

    @model_validator(mode="after")
    def _joined(self) -> "AutomationRule":
        joined(self.match, self.conditions)
        return self
