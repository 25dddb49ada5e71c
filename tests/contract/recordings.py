"""The recorded requests and answers of the real application."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSIONS = ("2.10.0", "4.10.0")
CHECKOUT = Path(__file__).resolve().parents[2]

# In an order that leaves to each file what it needs from the earlier ones.
FILES = (
    "onboarding",
    "signup",
    "profile",
    "accounts",
    "inboxes",
    "contacts",
    "public_api",
    "conversations",
    "messages",
    "platform",
    "api_health",
)


@dataclass(frozen=True)
class Case:
    """One recorded request with its answer.

    + index: its place in the file; names repeat
    + response: status, headers and either json or text
    """

    version: str
    file: str
    index: int
    name: str
    auth: str
    request: dict[str, Any]
    response: dict[str, Any]
    artifact: bool

    @property
    def id(self) -> str:
        """Name in pytest's output."""
        return f"{self.version}-{self.file}-{self.name}"


def folder() -> Path:
    """Where the recordings are said to be."""
    given = os.environ.get("CHATWOOT_RECORDINGS")
    return Path(given) if given else CHECKOUT.parent / "shared" / "reference" / "recordings"


def cases() -> list[Case]:
    """All cases to replay, in order; empty when there are no recordings."""
    if not folder().is_dir():
        return []
    return [
        Case(
            version=version,
            file=file,
            index=index,
            name=item["case"],
            auth=item["auth"],
            request=item["request"],
            response=item["response"],
            artifact=bool(item.get("artifact")),
        )
        for version in VERSIONS
        for file in FILES
        for index, item in enumerate(json.loads((folder() / version / f"{file}.json").read_text()))
    ]
