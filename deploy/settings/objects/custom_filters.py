"""A saved filter, as declared, and what conversations and contacts can be filtered by.

Keys and operators: lib/filters/filter_keys.yml. Chatwoot stores any query; one with another key answers an error when
it is used (2.10: 500, 4.10: 422; chatwoot.md 1.8).
"""

import re
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from deploy.settings.objects.comparison import MATCH, PRESENCE, Comparison, Match, joined, match_of_one, single
from deploy.settings.objects.conditions import KEYS
from deploy.settings.objects.operands import WHEN, misfit
from deploy.settings.objects.words import Text
from deploy.settings.section import Section

_IS = ("equal_to", "not_equal_to")
_HAS = (*_IS, "contains", "does_not_contain")
_OF = (*_IS, *PRESENCE)
_DATES = ("created_at", "last_activity_at")
_INTEGERS = ("display_id", "campaign_id")  # columns; a text breaks the query
_CUSTOM = (*_HAS, *PRESENCE, *WHEN)
ATTRIBUTES: dict[str, dict[str, tuple[str, ...]]] = {
    "conversation": {
        **dict.fromkeys(("assignee", "inbox", "team", "labels", "campaign_id"), _OF),
        **dict.fromkeys(("status", "priority", "browser_language", "conversation_language", "country_code"), _IS),
        "display_id": _IS,  # an integer: ILIKE on one is no SQL, at each use
        **dict.fromkeys(("referer", "mail_subject"), _HAS),
        **dict.fromkeys(_DATES, WHEN),
    },
    "contact": {
        **dict.fromkeys(("name", "email", "city", "company"), _HAS),
        "phone_number": (*_HAS, "starts_with"),
        **dict.fromkeys(("identifier", "country_code", "blocked"), _IS),
        "labels": _OF,
        **dict.fromkeys(_DATES, WHEN),
    },
}
_CHOICES = {
    "status": ("open", "resolved", "pending", "snoozed", "all"),
    "priority": ("low", "medium", "high", "urgent"),
    "blocked": ("true", "false"),
}


def owned(type_: str) -> frozenset[str]:
    """The keys that Chatwoot looks up as its own: a custom attribute of such a name is never reached."""
    return frozenset(KEYS.get(each, each) for each in ATTRIBUTES[type_])


class FilterCondition(Comparison):
    """One condition: an attribute compared with values."""

    attribute: str = Field(
        min_length=1,
        description="What is compared. Of conversations: "
        f"{', '.join(ATTRIBUTES['conversation'])}; of contacts: {', '.join(ATTRIBUTES['contact'])}; or with `of` the "
        "key of a custom attribute.",
        examples=["status"],
    )

    @model_validator(mode="after")
    def _fits(self) -> "FilterCondition":
        if self.operator in PRESENCE:
            if self.values is not None:
                raise ValueError(f"{self.operator} compares with nothing; leave out values")
        elif not self.values:
            raise ValueError("values are missing; write at least one")
        choices = None if self.of else _CHOICES.get(self.attribute)
        for each in self.values or ():
            if not self.of and not isinstance(each, str):
                raise ValueError(f"values of {self.attribute} are texts; write them in quotes")
            if choices and each not in choices:
                raise ValueError(f"{each} is no {self.attribute}; choose one of {', '.join(choices)}")
            if self.attribute in _INTEGERS and not self.of and not re.fullmatch(r"\d{1,9}", each, re.ASCII):
                raise ValueError(f'{each} is no {self.attribute}; write its number in quotes, like "17"')
        if self.of:
            single(self.values or ())
        wrong = misfit("date" if self.attribute in _DATES and not self.of else None, self.operator, self.values or ())
        if wrong:
            raise ValueError(wrong)
        return self


class CustomFilter(Section):
    """A saved filter. Chatwoot shows it to the user alone whose token made it: that is the provisioning user."""

    name: Text = Field(description="Name. With type it is the key.", examples=["Open"])
    type: Literal["conversation", "contact"] = Field(
        "conversation", description="What is filtered. Cannot be changed later."
    )
    conditions: Annotated[list[FilterCondition], Field(min_length=1)] = Field(
        description="What is shown; one condition at least.",
        examples=[[{"attribute": "status", "operator": "equal_to", "values": ["open"]}]],
    )
    match: Match = Field("all", description=MATCH)

    @field_validator("match")
    @classmethod
    def _of_one(cls, value: Match, info: ValidationInfo) -> Match:
        return match_of_one(value, info.data.get("conditions"))

    @model_validator(mode="after")
    def _fits(self) -> "CustomFilter":
        for each in self.conditions:
            self._known(each)
        joined(self.match, self.conditions)
        return self

    def _known(self, condition: FilterCondition) -> None:
        known = ATTRIBUTES[self.type]
        if condition.of not in (None, self.type):
            raise ValueError(f"a filter of type {self.type} knows attributes of a {self.type} alone; set of to that")
        if condition.of is None and condition.attribute not in known:
            raise ValueError(
                f"{condition.attribute} is no attribute of a {self.type}; choose one of {', '.join(known)}, or set of "
                "for a custom attribute"
            )
        if condition.of is not None and condition.attribute in owned(self.type):
            raise ValueError(f"{condition.attribute} means Chatwoot's own attribute; leave out of")
        if self.type == "contact" and condition.operator in _IS and len(condition.values or ()) > 1:
            # Contacts::FilterService#filter_values takes the first and forgets the others.
            raise ValueError(
                f"{condition.attribute} of a contact is compared with one value; write a condition for each"
            )
        allowed = _CUSTOM if condition.of else known[condition.attribute]
        if condition.operator not in allowed:
            raise ValueError(
                f"{condition.attribute} cannot be compared by {condition.operator}; choose one of {', '.join(allowed)}"
            )
