"""Names that appear in several sections: host names, e-mail addresses, project names."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from typing_extensions import Doc

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{4,253}}\Z){_LABEL}(?:\.{_LABEL})+\Z")
_NO_ZONES = {"Factory", "localtime", "posixrules"}  # files of a machine, which TZInfo, Chatwoot's list, leaves out
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^@]+)\Z")


def domain(value: str) -> str:
    """A host name, or a ValueError that says how to write one."""
    if not _DOMAIN.match(value):
        raise ValueError(
            "is not a host name; write it in lower case without https:// and without a path, like chat.example.com"
        )
    return value


def _email(value: str) -> str:
    folded = value.strip().lower()  # Chatwoot stores lower case; 2.10 looks up as given (failure mode email-case)
    match = _EMAIL.match(folded)
    if not match or not _DOMAIN.match(match["domain"]):
        raise ValueError("is not an e-mail address; write it like ana@example.com")
    return folded


@cache
def _zones() -> set[str]:
    # Reads the whole zone directory: once is enough.
    return available_timezones() - _NO_ZONES


def own_file(value: Path) -> Path:
    try:
        value.expanduser()
    except (RuntimeError, ValueError):  # a name that holds half a character
        raise ValueError("is in the home of a user that this machine does not have; write the path in full") from None
    if any(len(part.encode(errors="replace")) > 255 for part in value.parts):
        raise ValueError("is too long for a file's name; correct the path")
    return value


def _time_zone(value: str) -> str:
    # A machine without zone files knows no zone at all; then the name is believed.
    if _zones() and value not in _zones():
        raise ValueError("is not an IANA time zone; choose one, like America/Santiago or Europe/Berlin")
    return value


# The Doc of a type is what docs/settings.md prints in its column "value".
Domain = Annotated[str, AfterValidator(domain), Doc("host name")]
Email = Annotated[str, AfterValidator(_email), Doc("e-mail address")]
TimeZone = Annotated[str, AfterValidator(_time_zone), Doc("IANA time zone")]
# Of the operator's side, where ~ is his home; deploy/settings/files.py looks at it.
OwnFile = Annotated[Path, AfterValidator(own_file)]
Port = Annotated[int, Field(ge=1, le=65535)]
Project = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9-]{0,29}$"),
    Doc("lower-case letters, digits and hyphens, 30 at most, a letter first"),
]
