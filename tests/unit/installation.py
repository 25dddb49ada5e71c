"""An installation on the ladder, for tests that bend one thing."""

from typing import Any

from deploy.releases.installed import Installed
from deploy.releases.ladder import Ladder, load
from deploy.releases.refusals import EDITION

LADDER = load()
ALL_READ = [*(change.id for change in LADDER.changes()), EDITION]
EXTENSIONS = frozenset({"plpgsql", "pg_stat_statements", "pgcrypto", "pg_trgm", "vector"})
SQUASHED = "20230426130150"


def rows(version: str, ladder: Ladder = LADDER) -> frozenset[str]:
    """schema_migrations of an installation that came to a release one by one from 2.10.0."""
    schemas = [str(each.schema_version) for each in ladder.releases]
    place = [each.version for each in ladder.releases].index(version)
    return frozenset({*schemas[: place + 1], *({SQUASHED} if schemas[place] > SQUASHED else set())})


def installed(version: str = "4.1.0-ce", **changes: Any) -> Installed:
    """A healthy installation with data and room, on services that every release can use."""
    facts: dict[str, Any] = {
        "version": version,
        "schema_versions": None,
        "postgres_major": 17,
        "postgres_declared": 17,
        "extensions": EXTENSIONS,
        "redis": (8, 0, 2),
        "database_mb": 300,
        "storage_mb": 0,
        "free_mb": 30000,
        "image_mb": 2000,
    }
    facts |= changes
    if facts["schema_versions"] is None:
        facts["schema_versions"] = rows(version.removesuffix("-ce"))
    return Installed(**facts)
