"""Tags that resemble one that does not exist."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_VERSION = re.compile(r"(?P<lead>[a-z]*)(?P<number>\d+(?:\.\d+)*)(?P<tail>.*)\Z", re.IGNORECASE)


def nearby(wanted: str, present: Iterable[str], most: int = 4) -> list[str]:
    """The tags nearest to `wanted`: same lead and tail (v...-ce) and near numbers first, then by spelling."""
    return sorted(set(present), key=lambda tag: _distance(wanted, tag))[:most]


def _distance(wanted: str, tag: str) -> tuple[float, ...]:
    unlike = 1 - SequenceMatcher(None, wanted, tag).ratio()
    one, other = _VERSION.match(wanted), _VERSION.match(tag)
    if not one or not other:
        return (1, unlike)
    mismatch = (one["lead"] != other["lead"]) + (one["tail"] != other["tail"])
    numbers, others = (_padded(match["number"]) for match in (one, other))
    # A wrong minor weighs more than any patch: 4.10.1 is nearer to 4.10.0 than 4.9.1 is.
    return (0, mismatch, *(abs(a - b) for a, b in zip(numbers, others, strict=True)), unlike)


def _padded(number: str) -> list[int]:
    parts = [int(part) for part in number.split(".")][:4]
    return parts + [0] * (4 - len(parts))
