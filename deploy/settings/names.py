"""Names that appear in several sections: host names, e-mail addresses, project names."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{4,253}}\Z){_LABEL}(?:\.{_LABEL})+\Z")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^@]+)\Z")


def _domain(value: str) -> str:
    if not _DOMAIN.match(value):
        raise ValueError(
            "is not a host name; write it in lower case without https:// and without a path, like chat.example.com"
        )
    return value


def _email(value: str) -> str:
    folded = value.strip().lower()  # Chatwoot stores lower case; 2.10 looks up as given (failure mode email-case)
    match = _EMAIL.match(folded)
    if not match or not _DOMAIN.match(match["domain"]):
        raise ValueError("is not an e-mail address, like ana@example.com")
    return folded


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not an IANA time zone, like America/Santiago or Europe/Berlin")
    return value


Domain = Annotated[str, AfterValidator(_domain)]
Email = Annotated[str, AfterValidator(_email)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Port = Annotated[int, Field(ge=1, le=65535)]
Project = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
