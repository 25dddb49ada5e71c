"""A custom attribute of conversations or contacts, as declared."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Doc

from deploy.settings.objects.expression import whole
from deploy.settings.objects.words import Distinct, Filled, Long
from deploy.settings.section import Section

# CustomAttributeDefinition::STANDARD_ATTRIBUTES: later releases refuse these keys; 2.10 takes them, and filters and
# rules then mean Chatwoot's own attribute (recordings custom_attribute_definitions/create-standard-key).
STANDARD = {
    "conversation": frozenset(
        "status priority assignee_id inbox_id team_id display_id campaign_id labels browser_language country_code "
        "referer created_at last_activity_at".split()
    ),
    "contact": frozenset(
        "name email phone_number identifier country_code city created_at last_activity_at referer blocked".split()
    ),
}


def _key(value: str) -> str:
    # The characters that every release takes; the dashboard itself makes keys of these.
    if not re.match(r"[\w.\-]{1,255}\Z", value):
        raise ValueError("is no key; use letters, digits, _, - and .")
    return value


def _pattern(value: str) -> str:
    # The dashboard keeps and reads it as /…/flags: without the slashes it would drop the first character.
    found = whole(value) if re.match(r"/.+/[a-z]*\Z", value, re.DOTALL) else f"/{whole(value)}/"
    if len(found) > 255:
        raise ValueError("is longer than Chatwoot keeps; write 255 characters at most, with the slashes around it")
    return found


class CustomAttribute(Section):
    """A field of your own on conversations or contacts."""

    key: Annotated[str, AfterValidator(_key), Doc("letters, digits, _, - and .")] = Field(
        description="Its key in the API and in conditions. With model it is the key here and cannot be changed later.",
        examples=["order_id"],
    )
    model: Literal["conversation", "contact"] = Field(
        description="What carries it. Cannot be changed later.", examples=["conversation"]
    )
    name: Annotated[Filled, Field(max_length=255)] = Field(
        description="Name shown to agents.", examples=["Order number"]
    )
    type: Literal["text", "number", "currency", "percent", "link", "date", "list", "checkbox"] = Field(
        "text", description="Kind of value. Cannot be changed later: values that exist would be lost."
    )
    description: Long | None = Field(None, description="What it is for.")
    values: Annotated[list[Filled], Distinct] | None = Field(
        None, description="What may be chosen, in the order shown; for the type list only.", examples=[["gold"]]
    )
    pattern: Annotated[Filled, AfterValidator(_pattern), Doc("regular expression of JavaScript")] | None = Field(
        None, description="What a text must match; for the type text only. Since 3.6.", examples=["^[0-9]+$"]
    )
    cue: str | None = Field(None, max_length=255, description="Said when it does not match. Since 3.6.")

    @model_validator(mode="after")
    def _fits(self) -> "CustomAttribute":
        if self.key in STANDARD[self.model]:
            raise ValueError(f"{self.key} is an attribute that every {self.model} has; choose another key")
        if self.type == "list" and not self.values:
            raise ValueError("a list has nothing to choose from; add values")
        if self.type != "list" and self.values:
            raise ValueError(f"values are for the type list, not {self.type}; remove them or set type to list")
        if self.type != "text" and (self.pattern or self.cue):
            raise ValueError(f"pattern and cue are for the type text, not {self.type}; remove them")
        return self
