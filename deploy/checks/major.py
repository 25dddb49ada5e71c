"""Can the embedded database move to another PostgreSQL major? Pure checks; nothing is touched before they pass."""

import re
from dataclasses import dataclass

from deploy.checks.check import Check
from deploy.settings.settings import Settings

_FURTHER_MB = 1024  # write-ahead log of the restore, logs


@dataclass(frozen=True)
class Cluster:
    """The running server and the room beside it; sizes in MB.

    old: its major
    data_mb: of its volume
    free_mb: where Docker keeps its data, or where the dump lies: the smaller
    databases: beside templates, `postgres` and those that a restore has put aside
    target: the volume of the declared major is there already
    """

    old: int
    data_mb: int
    free_mb: int
    databases: tuple[str, ...]
    target: bool


def _embedded(settings: Settings, seen: Cluster) -> str | None:
    return None if settings.postgres.embedded else "the database is on a server of your own (postgres.host)"


def _downgrade(settings: Settings, seen: Cluster) -> str | None:
    if seen.old <= settings.postgres.major:
        return None
    return f"PostgreSQL {seen.old} runs, {settings.postgres.major} is older"


def _room(settings: Settings, seen: Cluster) -> str | None:
    needed = 2 * seen.data_mb + _FURTHER_MB
    if seen.free_mb >= needed:
        return None
    return (
        f"{seen.free_mb} MB are free and {needed} MB are needed: twice the data of {seen.data_mb} MB, "
        f"for the dump and the new volume, and {_FURTHER_MB} MB"
    )


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
