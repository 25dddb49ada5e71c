"""Secrets on their way into the body of a request, and hidden again in what is answered to it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

HIDDEN = "(hidden)"


class Clear(str):
    """A secret's value in a body: a text like any, known for what it is."""

    __slots__ = ()


def inside(body: Any) -> Iterator[str]:
    """All secrets in a body."""
    if isinstance(body, Clear):
        yield body
    elif isinstance(body, Mapping):
        for each in body.values():
            yield from inside(each)
    elif isinstance(body, list | tuple):
        for each in body:
            yield from inside(each)


def hide(text: str, secrets: Iterable[str]) -> str:
    """A text without these secrets, also as texts in quotes and addresses write them.

    Before it is cut or its spaces are changed: what is left of a secret then is found no more.
    """
    written: set[str] = set()
    for each in secrets:
        written |= {each, repr(each)[1:-1], json.dumps(each)[1:-1], quote(each, "", errors="replace")} - {""}
    for each in sorted(written, key=len, reverse=True):  # one may be part of another
        text = text.replace(each, HIDDEN)
    return text
