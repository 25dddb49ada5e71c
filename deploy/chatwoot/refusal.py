"""What Chatwoot answers when it does not do what it was asked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import requests

from deploy.chatwoot.clear import hide
from deploy.errors import OperatorError


class Refused(OperatorError):
    """Nothing was written: the request was wrong, or not allowed."""

    def __init__(self, what: str, status: int, message: str) -> None:
        super().__init__(f"Chatwoot refused {what}: {message} (HTTP {status})")
        self.status = status


class Unreachable(OperatorError):
    """Nobody answered, or a GET was answered with a 5xx; nothing was written."""


class Unsure(OperatorError):
    """A 5xx or a broken connection: written or not, only reading again tells (failure mode half-written-5xx).

    lost: there was no answer, so Chatwoot may still be at it
    """

    def __init__(self, what: str, body: Mapping[str, Any], message: str, lost: bool = False) -> None:
        # Never empty: a message without any would say nothing of what to check.
        fields = ", ".join(sorted(_fields(body))) or "a field"
        super().__init__(
            f"Chatwoot failed at {what}: {message}. A wrong value of {fields} answers like "
            "an outage; check them, then the web container's log"
        )
        self.lost = lost


def _fields(body: Mapping[str, Any]) -> Iterator[str]:
    # Most bodies are wrapped ({"label": {...}}), inboxes have their channel inside.
    for key, value in body.items():
        if isinstance(value, Mapping) and value:
            yield from (f"{key}.{below}" for below in value)
        else:
            yield key


def said(answer: requests.Response, secrets: Iterable[str] = ()) -> str:
    """The server's own words: {message}, {error}, {errors} or {error: {...}}.

    Never the body itself: it may hold secrets.

    secrets: what the words may quote of what was sent, and nobody else may read
    """
    try:
        body = answer.json()
    except ValueError:
        body = None
    found = None
    if isinstance(body, dict):
        found = body.get("message") or body.get("error") or body.get("errors")
    if isinstance(found, dict):
        found = "; ".join(f"{key} {value}" for key, value in found.items())
    if isinstance(found, list):
        found = "; ".join(str(each) for each in found)
    if not found and answer.status_code == 429:
        found = "rate limit"
    text = hide(str(found or answer.reason or "no reason given"), secrets)
    return re.sub(r"\s+", " ", text).strip()[:300]
