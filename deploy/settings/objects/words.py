"""Values that several types of objects share. Each is brought to the form in which Chatwoot stores it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from typing_extensions import Doc

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
# Letters of any script, digits, - and _, two at least, no leading - or _ (chatwoot.md 1.3).
_TITLE = re.compile(r"[^\W_][\w-]+\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")


def url(value: str) -> str:
    """A URL of the web, no longer than Chatwoot takes (chatwoot.md 1.5). Raises ValueError."""
    if not re.match(r"https?://\S+\Z", value) or len(value) > 2048 or not _host(value):
        raise ValueError("is not a URL; write it like https://www.example.com")
    return value


def called(value: str) -> str:
    """A URL that Chatwoot calls by itself: one of RFC 3986. Raises ValueError.

    It stores others, and what calls them cannot read them (RestClient, JSONSchemer's format uri).
    """
    if not re.fullmatch(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", url(value)):
        raise ValueError("has a character that no URL has; write the host as xn--..., and the rest escaped, like %20")
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


def _slug(value: str) -> str:
    if not _SLUG.match(value) or len(value) > 255:
        raise ValueError("is no slug; use lower-case letters, digits, - and _, like getting-started")
    return value


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


def label_title(value: str) -> str:
    """The title of a label, as Chatwoot keeps it (chatwoot.md 1.3). Raises ValueError."""
    title = lower(value)  # which can leave a mark that is no letter, as of the Turkish capital I with a dot
    if not _TITLE.match(title) or len(title) > 255:
        raise ValueError(
            "is no name for a label; use two or more letters, digits, - and _, beginning with a letter or digit"
        )
    return title


def lower(value: str) -> str:
    """Chatwoot stores names of labels and teams in lower case (chatwoot.md 1.3)."""
    return value.lower()


Url = Annotated[str, AfterValidator(called), Doc("URL")]
Colour = Annotated[str, AfterValidator(_colour), Doc("colour as #rrggbb")]
Slug = Annotated[str, AfterValidator(_slug), Doc("lower-case letters, digits, - and _")]
SlugOrNothing = Annotated[str, AfterValidator(lambda value: value and _slug(value)), Doc("slug or empty text")]
Filled = Annotated[str, AfterValidator(_filled), Doc("text")]
Text = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_filled), Doc("text")]
# Chatwoot's limit of a varchar column without a limit of its own (app/models/application_record.rb).
Short = Annotated[str, Field(max_length=255), Doc("text, 0 to 255 characters")]
# Any column of type text (app/models/application_record.rb).
Long = Annotated[str, Field(max_length=20_000), Doc("text, 0 to 20,000 characters")]
# For lists whose order means nothing: compared as sets, so they are kept sorted.
Ordered = AfterValidator(_ordered)
# For those whose order is shown to people.
Distinct = AfterValidator(_distinct)
LabelName = Annotated[str, AfterValidator(label_title), Doc("label")]
TeamName = Annotated[str, AfterValidator(lower), Doc("team")]
