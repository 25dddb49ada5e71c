"""An automation rule, as declared."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from deploy.settings.objects.actions import RuleAction
from deploy.settings.objects.conditions import Condition
from deploy.settings.objects.words import Text
from deploy.settings.section import Section


class AutomationRule(Section):
    """What Chatwoot does by itself when something happens. Its files (send_attachment) cannot be declared."""

    name: Text = Field(description="Name. It is the key.", examples=["VIP to sales"])
    description: str | None = Field(None, description="What it is for.")
    # Chatwoot stores any event and any number of conditions, and such a rule never fires (chatwoot.md 1.8).
    event: Literal[
        "conversation_created",
        "conversation_updated",
        "conversation_opened",
        "conversation_resolved",
        "message_created",
    ] = Field(
        description="When it is looked at. conversation_opened and conversation_resolved since 4.10.",
        examples=["conversation_created"],
    )
    active: bool | None = Field(None, description="Is it in force? A new rule is.")
    conditions: Annotated[list[Condition], Field(min_length=1)] = Field(
        description="When it acts; one condition at least.",
        examples=[[{"attribute": "status", "operator": "equal_to", "values": ["open"]}]],
    )
    match: Literal["all", "any", "mixed"] = Field(
        "all",
        description='Which conditions must hold: all, any, or "mixed", where each but the last says `then`.',
    )
    actions: Annotated[list[RuleAction], Field(min_length=1)] = Field(
        description="What it does, in this order.", examples=[[{"add_label": ["vip"]}]]
    )

    @field_validator("match")
    @classmethod
    def _of_one(cls, value: str, info: ValidationInfo) -> str:
        # One condition is joined with nothing: every word means the same, and one is compared.
        return "all" if len(info.data.get("conditions") or "ab") == 1 and value == "any" else value

    @model_validator(mode="after")
    def _joined(self) -> "AutomationRule":
        said = [each.then for each in self.conditions]
        if self.match != "mixed":
            if any(said):
                raise ValueError('then is for match "mixed" alone; leave out then, or set match to mixed')
        elif None in said[:-1] or said[-1] is not None:
            raise ValueError("match is mixed, so every condition but the last says then; write and or or there")
        elif len(set(said[:-1])) < 2:
            raise ValueError('match is mixed and every then alike; leave out then and set match to "all" or "any"')
        return self
