"""A release as operators write it: 4.10.0-ce."""

import re
from dataclasses import dataclass

from deploy.errors import OperatorError

Number = tuple[int, int, int]

_WRITTEN = re.compile(r"v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(-ce)?\Z", re.ASCII)


@dataclass(frozen=True)
class Version:
    """number: compared; edition: `-ce` for the community image, empty for the full one."""

    number: Number
    edition: str = ""

    def __str__(self) -> str:
        return f"{text(self.number)}{self.edition}"


def parse(written: str) -> Version:
    """Read 4.10.0, 4.10.0-ce or v4.10.0.

    Raises OperatorError for anything else.
    """
    match = _WRITTEN.match(written)
    if not match:
        raise OperatorError(
            f"{written!r} is not a release of Chatwoot; write it like 4.10.0-ce (community) or 4.10.0 (full image)."
        )
    return Version((int(match[1]), int(match[2]), int(match[3])), match[4] or "")


def text(number: Number) -> str:
    """4.10.0 for (4, 10, 0)."""
    return ".".join(str(part) for part in number)
