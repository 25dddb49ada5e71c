"""Values that several types of objects share. Each is brought to the form in which Chatwoot stores it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from typing_extensions import Doc

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def url(value: str) -> str:
    """A URL of the web, no longer than Chatwoot takes (chatwoot.md 1.5). Raises ValueError."""
    if not re.match(r"https?://\S+\Z", value) or len(value) > 2048 or not _host(value):
        raise ValueError("is not a URL; write it like https://www.example.com")
    return value


def _host(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        return parts.hostname if parts.port != 0 else None
    except ValueError:  # a bracket or a port that is none
        return None


def _colour(value: str) -> str:
    folded = value.lower()
    if not _COLOUR.match(folded):
        raise ValueError("is no colour; write it like #1f93ff")
    return folded


def _distinct(values: list[str]) -> list[str]:
    doubles = sorted({each for each in values if values.count(each) > 1})
    if doubles:
        raise ValueError(f"names {doubles[0]} twice; remove one")
    return values


def _ordered(values: list[str]) -> list[str]:
    return sorted(_distinct(values))


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write some text")
    return value


def lower(value: str) -> str:
    """Chatwoot stores names of labels and teams in lower case (chatwoot.md 1.3)."""
    return value.lower()


Url = Annotated[str, AfterValidator(url), Doc("URL")]
Colour = Annotated[str, AfterValidator(_colour), Doc("colour as #rrggbb")]
Filled = Annotated[str, AfterValidator(_filled), Doc("text")]
Text = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_filled), Doc("text")]
# Chatwoot's limit of a varchar column without a limit of its own (app/models/application_record.rb).
Short = Annotated[str, Field(max_length=255), Doc("text, 0 to 255 characters")]
# For lists whose order means nothing: compared as sets, so they are kept sorted.
Ordered = AfterValidator(_ordered)
# For those whose order is shown to people.
Distinct = AfterValidator(_distinct)
LabelName = Annotated[str, AfterValidator(lower), Doc("label")]
TeamName = Annotated[str, AfterValidator(lower), Doc("team")]
