"""A condition of an automation rule, as declared, and the words that Chatwoot knows for it.

Keys: chatwoot.md 1.6. Operators: lib/filters/filter_keys.yml; any other is stored and the rule then never fires.
"""

import re
from typing import Any

from pydantic import Field, model_validator

from deploy.settings.objects.comparison import PRESENCE, Comparison, single
from deploy.settings.objects.operands import WHEN, misfit

_IS = ("equal_to", "not_equal_to")
_HAS = ("contains", "does_not_contain")
_CUSTOM = (*_IS, *_HAS, *PRESENCE, *WHEN)
OPERATORS: dict[str, tuple[str, ...]] = {
    "content": (*_IS, *_HAS),
    "message_type": _IS,
    "status": _IS,
    "priority": _IS,
    "inbox": (*_IS, *PRESENCE),
    "team": (*_IS, *PRESENCE),
    "assignee": (*_IS, *PRESENCE),
    "labels": (*_IS, *PRESENCE),
    "email": (*_IS, *_HAS),
    "phone_number": (*_IS, *_HAS, "starts_with"),
    "mail_subject": (*_IS, *_HAS),
    "referer": (*_IS, *_HAS),
    "city": (*_IS, *_HAS),
    "company": (*_IS, *_HAS),
    "country_code": _IS,
    "browser_language": _IS,
    "conversation_language": _IS,
}
# Chatwoot looks its own keys up first, so a custom attribute of such a name is never reached.
KEYS = {"inbox": "inbox_id", "team": "team_id", "assignee": "assignee_id"}
_CHOICES = {
    "status": ("open", "resolved", "pending", "snoozed", "all"),
    "message_type": ("incoming", "outgoing", "template"),
    "priority": ("low", "medium", "high", "urgent"),
}


class Condition(Comparison):
    """One condition: an attribute of the message, its conversation or its contact, compared with values."""

    attribute: str = Field(
        min_length=1,
        description=f"What is compared: {', '.join(OPERATORS)}, or with `of` the key of a custom attribute.",
        examples=["status"],
    )

    @model_validator(mode="after")
    def _known(self) -> "Condition":
        if self.of is None and self.attribute not in OPERATORS:
            raise ValueError(
                f"{self.attribute} is no attribute of Chatwoot; choose one of {', '.join(OPERATORS)}, or set of to "
                "conversation or contact for a custom attribute"
            )
        if self.of is not None and self.attribute in {KEYS.get(each, each) for each in OPERATORS}:
            raise ValueError(f"{self.attribute} means Chatwoot's own attribute; leave out of")
        allowed = _CUSTOM if self.of else OPERATORS[self.attribute]
        if self.operator not in allowed:
            raise ValueError(
                f"{self.attribute} cannot be compared by {self.operator}, such a rule never fires; "
                f"choose one of {', '.join(allowed)}"
            )
        self._check_values(self.values or [])
        return self

    def _check_values(self, values: list[Any]) -> None:
        if self.operator in PRESENCE:
            if self.values is not None:
                raise ValueError(f"{self.operator} compares with nothing; leave out values")
            return
        if not values:
            raise ValueError("values are missing; write at least one")
        if self.of:
            single(values)
            wrong = misfit(None, self.operator, values)
            if wrong:
                raise ValueError(wrong)
            return
        choices = _CHOICES.get(self.attribute)
        for each in values:
            if not isinstance(each, str):
                raise ValueError(f"values of {self.attribute} are texts; write them in quotes")
            if choices and each not in choices:
                raise ValueError(f"{each} is no {self.attribute}; choose one of {', '.join(choices)}")
            if self.attribute == "country_code" and not re.match(r"[A-Z]{2}\Z", each):
                raise ValueError(f"{each} is no country code; write two capital letters, like CL")
        if len(set(values)) < len(values):
            raise ValueError("values name one twice; remove one")
        wrong = misfit(None, self.operator, values)
        if wrong:
            raise ValueError(wrong)
