"""The backups in the repository, as restic lists them; pure."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deploy.errors import OperatorError

TAG = "chatwoot-deploy"
_COUNT = "conversations="
_BETWEEN = "upgrade-unfinished"  # templates/backup/take.sh: the database was between two releases


@dataclass(frozen=True)
class Snapshot:
    """One backup.

    id: restic's short id
    made: time in UTC, to the second
    domain: whose it is
    release: Chatwoot's tag, like v4.10.0-ce; empty when unknown
    conversations: how many the database held; None when unknown
    tags: further ones, like that of an upgrade
    """

    id: str
    made: str
    domain: str
    release: str
    conversations: int | None
    tags: tuple[str, ...]

    def __str__(self) -> str:
        count = "?" if self.conversations is None else str(self.conversations)
        release = f", {self.release}" if self.release else ""
        return f"{self.id} of {self.made}, {count} conversations{release}"


def parse(text: str) -> list[Snapshot]:
    """restic's list (`restic snapshots --json`, 0.12 to 0.18), oldest first; backups of others are left out.

    Raises OperatorError when it is none.
    """
    try:
        found = json.loads(text.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise OperatorError("the list of backups cannot be understood; try backup.sh list on the host") from None
    ours = [_snapshot(each) for each in found or [] if TAG in (each.get("tags") or [])]
    return sorted(ours, key=lambda each: each.made)


def choose(snapshots: list[Snapshot], domain: str, word: str | None) -> Snapshot:
    """The backup that an operator means.

    word: an id or its beginning; None or "latest" for the newest of this domain
    Raises OperatorError: no such backup; or the newest is empty and an older one is not, as on a new host whose
      timer was quicker than its operator.
    """
    if word and word != "latest":
        named = [each for each in snapshots if each.id.startswith(word) or word.startswith(each.id)]
        if len(named) == 1:
            return named[0]
        raise OperatorError(f"{word}: names {'several backups' if named else 'no backup'}. {_known(snapshots)}")
    own = [each for each in snapshots if each.domain == domain and _BETWEEN not in each.tags]
    if not own:
        raise OperatorError(f"the repository holds no backup of {domain}. {_known(snapshots)}")
    full = [each for each in own if each.conversations]
    if own[-1].conversations == 0 and full:
        raise OperatorError(
            f"the newest backup ({own[-1]}) holds no conversation, an older one does: {full[-1]}. "
            "Name the one you mean: restore INVENTORY SNAPSHOT"
        )
    return own[-1]


def _known(snapshots: list[Snapshot]) -> str:
    if not snapshots:
        return "It holds none at all; is backup.repository the right one?"
    return f"There are: {'; '.join(f'{each} ({each.domain})' for each in snapshots[-5:])}"


def _snapshot(entry: dict[str, Any]) -> Snapshot:
    tags = [str(each) for each in entry.get("tags") or []]
    counts = [each.removeprefix(_COUNT) for each in tags if each.startswith(_COUNT)]
    releases = [each for each in tags if each.startswith("v") and each[1:2].isdigit()]
    known = {TAG, *releases}
    return Snapshot(
        id=str(entry["id"])[:8],
        made=_seconds(str(entry["time"])),
        domain=str(entry["hostname"]),
        release=next(iter(releases), ""),
        conversations=int(counts[0]) if counts and counts[0].isdigit() else None,
        tags=tuple(each for each in tags if each not in known and not each.startswith(_COUNT)),
    )


def _seconds(text: str) -> str:
    # restic has nanoseconds and the host's own offset: 2026-11-23T02:50:56.652066122+01:00.
    moment, zone = text[:19], text[19:].lstrip(".0123456789").replace("Z", "+00:00")
    return datetime.fromisoformat(moment + zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
