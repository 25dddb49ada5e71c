"""The recorded requests and answers of the real application."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
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
    "platform",
    "agents",
    "teams",
    "labels",
    "canned_responses",
    "custom_attribute_definitions",
    "custom_filters",
    "dashboard_apps",
    "inboxes",
    "inboxes_telegram",
    "inboxes_whatsapp",
    "inbox_members",
    "agent_bots",
    "portals",
    "webhooks",
    "integrations",
    "automation_rules",
    "macros",
    "contacts",
    "public_api",
    "conversations",
    "messages",
    "api_health",
)

# Lists of all but these hold nothing but what recorded requests made: compared one by one, in their order.
LOOSE = frozenset(
    "onboarding signup profile inboxes inboxes_telegram inboxes_whatsapp inbox_members contacts public_api "
    "conversations messages api_health".split()
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

    @property
    def exact(self) -> bool:
        """Whether lists in the answer are compared one by one."""
        return self.file not in LOOSE or self.name == "redis-back-label-list"


def folder() -> Path:
    """Where the recordings are said to be."""
    given = os.environ.get("CHATWOOT_RECORDINGS")
    return Path(given) if given else CHECKOUT.parent / "shared" / "reference" / "recordings"


def cases() -> list[Case]:
    """All cases to replay, in order; empty when there are no recordings."""
    if not folder().is_dir():
        return []
    return [case for version in VERSIONS for file in FILES for case in of_file(version, file)]


@cache
def of_file(version: str, file: str) -> tuple[Case, ...]:
    """The cases of one file, in their order. FileNotFoundError when there is none."""
    return tuple(
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
        for index, item in enumerate(json.loads((folder() / version / f"{file}.json").read_text()))
    )
