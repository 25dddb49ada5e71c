"""An attribute compared with values, and how several of them are joined: rules and saved filters alike."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Doc

from deploy.settings.section import Section

PRESENCE = ("is_present", "is_not_present")
Match = Literal["all", "any", "mixed"]
MATCH = 'Which conditions must hold: all, any, or "mixed", where each but the last says `then`.'


def ordered(values: list[Any]) -> list[Any]:
    """Values mean a set: they are compared sorted."""
    return sorted(values, key=str)


def _value(value: Any) -> Any:
    if not isinstance(value, str | int | float) or value == "":
        raise ValueError("is no value to compare with; write a text, a number, True or False")
    return value


Value = Annotated[Any, AfterValidator(_value), Doc("text, number, `True` or `False`")]


class Comparison(Section):
    """One attribute, compared with values."""

    attribute: str = Field(min_length=1, description="What is compared.", examples=["status"])
    of: Literal["conversation", "contact"] | None = Field(
        None, description="For a custom attribute alone: whose it is."
    )
    operator: Literal[
        "equal_to",
        "not_equal_to",
        "contains",
        "does_not_contain",
        "starts_with",
        "is_present",
        "is_not_present",
        "is_greater_than",
        "is_less_than",
        "days_before",
    ] = Field(description="How it is compared.", examples=["equal_to"])
    values: Annotated[list[Value], AfterValidator(ordered)] | None = Field(
        None,
        description="Any of these. Inboxes and teams by name, assignees by e-mail address, labels by title; none for "
        "is_present and is_not_present, one for a custom attribute.",
        examples=[["open"]],
    )
    then: Literal["and", "or"] | None = Field(
        None, description='With `match` "mixed": how the next condition is joined. "and" binds first, as in SQL.'
    )

    @model_validator(mode="before")
    @classmethod
    def _as_stored(cls, given: Any) -> Any:
        """Names as Chatwoot stores them: labels, teams and e-mail addresses in lower case."""
        values = given.get("values") if isinstance(given, dict) and given.get("of") is None else None
        if isinstance(values, list) and given.get("attribute") in ("team", "assignee", "labels"):
            return {**given, "values": [each.lower() if isinstance(each, str) else each for each in values]}
        return given


def single(values: Sequence[Any]) -> None:
    """Is a custom attribute compared with one value alone? Raises ValueError."""
    # string_filter_values (app/services/filter_service.rb) takes the first and forgets the others.
    if len(values) > 1:
        raise ValueError("a custom attribute is compared with one value; write a condition for each")


def match_of_one(match: Match, conditions: Sequence[Comparison] | None) -> Match:
    """One condition is joined with nothing: every word means the same, and one is compared."""
    return "all" if conditions is not None and len(conditions) == 1 and match == "any" else match


def joined(match: Match, conditions: Sequence[Comparison]) -> None:
    """Do `match` and what the conditions say agree? Raises ValueError."""
    said = [each.then for each in conditions]
    if match != "mixed":
        if any(said):
            raise ValueError('then is for match "mixed" alone; leave out then, or set match to mixed')
    elif None in said[:-1] or said[-1] is not None:
        raise ValueError("match is mixed, so every condition but the last says then; write and or or there")
    elif len(set(said[:-1])) < 2:
        raise ValueError('match is mixed and every then alike; leave out then and set match to "all" or "any"')
