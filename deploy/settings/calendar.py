"""systemd's calendar expressions, as far as they can be told without systemd (systemd.time(7))."""

import re
from typing import Annotated

from pydantic import AfterValidator
from typing_extensions import Doc

_DAY = r"(?:mon|monday|tue|tuesday|wed|wednesday|thu|thursday|fri|friday|sat|saturday|sun|sunday)"
_DAYS = re.compile(rf"{_DAY}(?:(?:,|\.\.|-){_DAY})*,?", re.IGNORECASE)
_DATE = r"[0-9*.,/]+(?:[-~][0-9*.,/]+){1,2}"
_TIME = r"[0-9*.,/]+(?::[0-9*.,/]+){1,2}"
_MOMENT = re.compile(rf"{_DATE}|{_TIME}|{_DATE}T{_TIME}|(?:{_DATE} )?{_TIME}")
_WORD = re.compile(
    "minutely|hourly|daily|weekly|monthly|quarterly|(?:semi|bi)-?annually|yearly|ann?ually", re.IGNORECASE
)
# UTC, an abbreviation, or a name of IANA's: whether the host knows it, only the host can tell.
_ZONE = re.compile(r"utc|[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


def calendar(value: str) -> str:
    """A calendar expression, or a ValueError that says how to write one."""
    plain = re.sub(" +", " ", value).strip(" ")
    if len(value) > 100 or not (_good(plain) or _good(_without_zone(plain))):
        raise ValueError(
            "is not a systemd calendar; write it like daily, *-*-* 02:15:00 or Sun *-*-* 03:15:00 UTC "
            "(systemd-analyze calendar tells what it means)"
        )
    return value


def _good(value: str) -> bool:
    if _WORD.fullmatch(value) or _DAYS.fullmatch(value):
        return True
    first, _, rest = value.partition(" ")
    return bool(_MOMENT.fullmatch(rest if _DAYS.fullmatch(first) else value))


def _without_zone(value: str) -> str:
    rest, _, zone = value.rpartition(" ")
    return rest if _ZONE.fullmatch(zone) else ""


Calendar = Annotated[str, AfterValidator(calendar), Doc("systemd calendar")]
