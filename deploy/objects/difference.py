"""What differs between the fields of a declared object and of a live one. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.objects.masked import without_paths
from deploy.objects.sealed import Unseen
from deploy.objects.secret import Secret

_WIDTH = 60  # characters of a value that are shown
_BEFORE = 20  # of them, before the first difference of two long ones
MISSING: Any = type("Missing", (), {"__repr__": lambda self: "nothing"})()


@dataclass(frozen=True)
class Difference:
    """One field that is not as declared.

    field: dotted where it is inside another: csat.message
    live, wanted: values; secrets among them and paths of receivers stay hidden in str()
    """

    field: str
    live: Any
    wanted: Any

    def __str__(self) -> str:
        if isinstance(self.wanted, Secret) or isinstance(self.live, Secret | Unseen):
            return f"{self.field}: (secret changed)"
        key = self.field.rpartition(".")[2]
        live, wanted = (_text(without_paths(each, key)) for each in (self.live, self.wanted))
        if live == wanted:
            return f"{self.field}: (address changed)"
        start = _start(live, wanted)
        return f"{self.field}: {_cut(live, start)} becomes {_cut(wanted, start)}"


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


def _text(value: Any) -> str:
    return repr(value) if value is MISSING else json.dumps(value, ensure_ascii=False, default=repr)


def _start(one: str, other: str) -> int:
    """Where to begin showing two texts, of which at least one is too long to be shown whole."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))
    return max(same - _BEFORE, 0) if max(len(one), len(other)) > _WIDTH and same > _BEFORE else 0


def _cut(text: str, start: int) -> str:
    text = f"…{text[start:]}" if start else text
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _differences(wanted: Mapping[str, Any], live: Mapping[str, Any], above: str) -> Iterator[Difference]:
    for field, value in wanted.items():
        found = live.get(field, MISSING)
        if isinstance(value, Mapping) and isinstance(found, Mapping) and value:
            yield from _differences(value, found, f"{above}{field}.")
        elif value != found:
            yield Difference(above + field, found, value)
