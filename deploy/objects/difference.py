"""What differs between the fields of a declared object and of a live one. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret

_WIDTH = 60
MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()


@dataclass(frozen=True)
class Difference:
    """One field that is not as declared.

    field: dotted where it is inside another: csat.message
    live, wanted: values; secrets among them stay hidden in str()
    """

    field: str
    live: Any
    wanted: Any

    def __str__(self) -> str:
        if isinstance(self.wanted, Secret) or isinstance(self.live, Secret | Unseen):
            return f"{self.field}: (secret changed)"
        return f"{self.field}: {shown(self.live)} becomes {shown(self.wanted)}"


def differences(wanted: Mapping[str, Any], live: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every declared field that is otherwise; what nobody declared is left out."""
    return tuple(_differences(wanted, live, ""))


def merged(live: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The live fields with the declared ones over them, inside mappings too."""
    whole = dict(live)
    for field, value in wanted.items():
        below = whole.get(field)
        whole[field] = merged(below, value) if isinstance(value, Mapping) and isinstance(below, Mapping) else value
    return whole


def shown(value: Any) -> str:
    """A value as a reader wants it: short, and without secrets."""
    if value is MISSING:
        return repr(value)
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _differences(wanted: Mapping[str, Any], live: Mapping[str, Any], above: str) -> Iterator[Difference]:
    for field, value in wanted.items():
        found = live.get(field, MISSING)
        if isinstance(value, Mapping) and isinstance(found, Mapping) and value:
            yield from _differences(value, found, f"{above}{field}.")
        elif value != found:
            yield Difference(above + field, found, value)
