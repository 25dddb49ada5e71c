"""What the operator asks for beside the declaration, from the wrapper to the entry files: environment variables."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = "CHATWOOT_DEPLOY_"


@dataclass(frozen=True)
class Request:
    """One call of backup, restore or remove.

    snapshot: the backup that is meant; None for the newest
    words: what the operator typed so that data may be replaced or deleted
    verify: read the backup back
    check: check the repository, take no backup
    data: delete volumes and state too
    unsaved: go on without a backup
    """

    snapshot: str | None = None
    words: str | None = None
    verify: bool = False
    check: bool = False
    data: bool = False
    unsaved: bool = False

    def environment(self) -> dict[str, str]:
        """The variables that carry it."""
        found = {f"{PREFIX}{name.upper()}": value for name, value in vars(self).items() if value}
        return {name: value if isinstance(value, str) else "yes" for name, value in found.items()}


def read(environment: Mapping[str, str] | None = None) -> Request:
    """What the variables say; the entry files run by plain pyinfra understand them too."""
    source = os.environ if environment is None else environment

    def text(name: str) -> str | None:
        return source.get(f"{PREFIX}{name}") or None

    return Request(
        text("SNAPSHOT"),
        text("WORDS"),
        *(text(name) is not None for name in ("VERIFY", "CHECK", "DATA", "UNSAVED")),
    )
