"""Can the embedded database move to another PostgreSQL major? Pure checks; nothing is touched before they pass."""

import re
from dataclasses import dataclass

from deploy.checks.check import Check
from deploy.settings.settings import Settings

_COPY_SLACK_MB = 256  # beside twice the dump, as templates/backup/restore.sh asks for
_FURTHER_MB = 1024  # write-ahead log of the restore, logs


@dataclass(frozen=True)
class Cluster:
    """The running server and the room beside it; sizes in MB.

    old: its major
    data_mb: of its volume
    free_mb: where Docker keeps its data, or where the dump lies: the smaller
    databases: beside templates, `postgres` and those that a restore has put aside
    target: the volume of the declared major is there already
    uploads_mb: that a backup writes to this host's disk; 0 when they are in S3 or the repository is elsewhere
    """

    old: int
    data_mb: int
    free_mb: int
    databases: tuple[str, ...]
    target: bool
    uploads_mb: int = 0


def _embedded(settings: Settings, seen: Cluster) -> str | None:
    return None if settings.postgres.embedded else "the database is on a server of your own (postgres.host)"


def _downgrade(settings: Settings, seen: Cluster) -> str | None:
    if seen.old <= settings.postgres.major:
        return None
    return f"PostgreSQL {seen.old} runs, {settings.postgres.major} is older"


def _room(settings: Settings, seen: Cluster) -> str | None:
    needed, words = _needed(settings, seen)
    return None if seen.free_mb >= needed else f"{seen.free_mb} MB are free and {needed} MB are needed: {words}"


def _needed(settings: Settings, seen: Cluster) -> tuple[int, str]:
    """What must be free beside the old volume, in MB, and the sum in words.

    The most is asked for when the dump is restored (restore.sh, `beside`): the dump lies on the disk, and so does what
    two backups have added to a repository here; they share what did not change between them. Before each of the two
    take.sh (`room`) asks for less: for two and a half times the database, the first one's share being there already.
    A dump is about as large as the tables and holds no indexes, so the data stands for it, as in releases/estimate.py.
    """
    here = settings.backup.kind == "local"
    parts = [
        ("dump of the database", seen.data_mb),
        ("new volume, for which a restore asks twice the data and some", 2 * seen.data_mb + _COPY_SLACK_MB),
        ("backups of the database on this disk", seen.data_mb if here else 0),
        ("uploads in them", seen.uploads_mb if here else 0),
        ("reserve for logs", _FURTHER_MB),
    ]
    return sum(size for _, size in parts), " + ".join(f"{name} {size} MB" for name, size in parts if size)


def _others(settings: Settings, seen: Cluster) -> str | None:
    others = [name for name in seen.databases if name != settings.postgres.database]
    return f"the server also has {', '.join(others)}, which would stay behind on the old volume" if others else None


def _target(settings: Settings, seen: Cluster) -> str | None:
    name = f"{settings.project}-postgres-{settings.postgres.major}"
    return f"the volume {name} is there already, and nobody knows what is in it" if seen.target else None


_OWN = "issue 3, PostgreSQL major"

MAJOR_CHECKS: tuple[Check[Cluster], ...] = (
    Check("pg-not-embedded", _embedded, "Upgrade it by its own means; nothing has to be declared here", _OWN),
    Check("pg-downgrade", _downgrade, "Going back is a restore, on a host without the newer volume", _OWN),
    Check("pg-disk", _room, "Free some (docker system df shows what Docker holds) or enlarge the disk", _OWN),
    Check("pg-other-databases", _others, "Dump them, drop them here, and restore them afterwards", _OWN),
    Check("pg-volume-there", _target, "When it is an old try of yours, remove it: docker volume rm", _OWN),
)


def image_of(reference: str, major: int) -> str | None:
    """The same image for another major, where its tag tells the major: pgvector/pgvector:pg15 -> :pg17.

    None when it does not tell.
    """
    if "@" in reference:
        return None
    found = re.fullmatch(r"(.*:(?:[\w.-]*-)?pg|.*:[a-z]*-?)(\d{1,2})((?!\d)[^/]*)", reference)
    return f"{found[1]}{major}{found[3]}" if found and 9 < int(found[2]) < 30 else None
