"""Values that Chatwoot casts in its query to the attribute's type: one that cannot be cast breaks the whole query.

Casts: ATTRIBUTE_TYPES, values_for_ilike, case_insensitive_values and lt_gt_filter_values in
app/services/filter_service.rb; string_filter_values there takes the first value and forgets the others.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

WHEN = ("is_greater_than", "is_less_than", "days_before")
_IS = ("equal_to", "not_equal_to")
_CAST = (*_IS, "is_greater_than", "is_less_than")
_INSIDE = ("contains", "does_not_contain")
_ONE = (*WHEN, "starts_with")
_TEXTS = ("text", "link", "list")
_UNKNOWN = ("currency", "percent")  # ATTRIBUTE_TYPES lacks them: any query with one is no SQL


def misfit(type_: str | None, operator: str, values: Sequence[Any]) -> str | None:
    """What is wrong with the values of one condition, as `problem; remedy`; None when nothing is.

    type_: of the attribute, in the words of custom attributes; None = not known
    """
    if type_ in _UNKNOWN:
        return f"Chatwoot cannot compare an attribute of type {type_}; declare it as number, or leave out the condition"
    if operator in _ONE and len(values) > 1:
        return f"{operator} compares with one value; write a condition for each"
    if operator in _INSIDE and type_ is not None and type_ not in _TEXTS:
        return f"{operator} looks into texts, and this is of type {type_}; choose another operator"
    for each in values:
        if (operator in _INSIDE or (operator in _IS and type_ in _TEXTS)) and not isinstance(each, str):
            return f"{each} is no text; write it in quotes"
        if operator == "days_before" and type_ not in (None, "date"):
            return f"days_before compares dates, and this is of type {type_}; choose another operator"
        if operator == "days_before" and not _like(r"\d{1,5}", each):
            return f"{each} is no number of days; write one like 7"
        if operator in _CAST and type_ == "number" and not _like(r"-?\d+(\.\d+)?", each):
            return f"{each} is no number; write one like 100"
        if operator in _CAST and type_ == "date" and not _date(each):
            return f"{each} is no date; write one like 2026-01-31"
        if operator in _CAST and type_ == "checkbox" and str(each).lower() not in ("true", "false"):
            return f"{each} is neither True nor False; write one of the two"
    return None


def _like(pattern: str, value: Any) -> bool:
    return not isinstance(value, bool) and bool(re.fullmatch(pattern, str(value), re.ASCII))


def _date(value: Any) -> bool:
    try:
        return _like(r"\d{4}-\d\d-\d\d", value) and bool(date.fromisoformat(str(value)))
    except ValueError:
        return False
