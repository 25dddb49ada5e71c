"""Working hours of an inbox, as an operator writes them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import Doc

from deploy.settings.section import Section

CLOSED, ALL_DAY = "closed", "all day"
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})\Z", re.ASCII)


def _hours(value: str) -> str:
    # Chatwoot answers 200 to hours that make no sense and keeps the old ones (chatwoot.md 1.4, 1.8).
    if value in (CLOSED, ALL_DAY):
        return value
    found = _SPAN.match(value)
    if not found:
        raise ValueError('is no span of hours; write it like "09:00-17:00", "closed" or "all day"')
    opening, opening_minute, closing, closing_minute = map(int, found.groups())
    if opening > 23 or closing > 23 or opening_minute > 59 or closing_minute > 59:
        raise ValueError('is no time of day; hours go from 00:00 to 23:59, and a whole day is "all day"')
    if (opening, opening_minute) >= (closing, closing_minute):
        raise ValueError("is closed before it opens; Chatwoot knows no hours past midnight, end it at 23:59")
    return f"{opening:02}:{opening_minute:02}-{closing:02}:{closing_minute:02}"


Hours = Annotated[str, AfterValidator(_hours), Doc('`"09:00-17:00"`, `"closed"` or `"all day"`')]
_TEXT = "A new inbox has 09:00-17:00 from Monday to Friday."


class WorkingHours(Section):
    """Hours of each day in the inbox's time zone; a day left out is left alone."""

    monday: Hours | None = Field(None, description=f"Mondays. {_TEXT}", examples=["09:00-17:00"])
    tuesday: Hours | None = Field(None, description="Tuesdays.")
    wednesday: Hours | None = Field(None, description="Wednesdays.")
    thursday: Hours | None = Field(None, description="Thursdays.")
    friday: Hours | None = Field(None, description="Fridays.")
    saturday: Hours | None = Field(None, description="Saturdays.", examples=["closed"])
    sunday: Hours | None = Field(None, description="Sundays.", examples=["closed"])
