"""What an upgrade takes: disk and time away. Estimates, told with how they come about."""

from collections.abc import Sequence

from deploy.releases.installed import Installed

# Room for write-ahead log, container logs, and what visitors upload meanwhile.
RESERVE_MB = 1024
COPY_SLACK_MB = 256  # beside twice the dump, as templates/backup/restore.sh asks for


def disk(installed: Installed, hops: int, restored: bool) -> tuple[int, str]:
    """Free space that the hops need, in MB, and the sum in words; both empty without hops.

    hops: how many images are pulled
    restored: may any of them change the schema, so that going back means a copy of the database beside the live one?

    A dump is about as large as the tables and holds no indexes, so the size of the database stands for it; it is plain,
    for restic's sake. One hop's dump is gone when the next has been sent. Going back asks for twice the dump; what it
    really is, the hop looks at again before it migrates (upgrades/room.py).
    """
    if not hops:
        return 0, ""
    # A server of the operator's own has a disk of its own.
    copied = restored and installed.postgres_declared is not None
    parts = [
        ("dumps of the database" if hops > 1 else "dump of the database", min(hops, 2) * installed.database_mb),
        ("restored copy beside the live one", 2 * installed.database_mb + COPY_SLACK_MB if copied else 0),
        ("uploads in a backup on this disk", installed.storage_mb),
        (f"{hops} images" if hops > 1 else "an image", hops * installed.image_mb),
        ("reserve for logs and new uploads", RESERVE_MB),
    ]
    words = " + ".join(f"{name} {size} MB" for name, size in parts if size)
    return sum(size for _, size in parts), words


def downtime(safe: Sequence[bool]) -> str:
    """What visitors notice, in words. safe: of each hop in order."""
    if not safe:
        return "none: there is nothing to do"
    if all(safe):
        return "none: the old web serves until the new one has proved itself, and the route is switched at once"
    windows = safe.count(False)
    return (
        f"{windows} maintenance window{'s' if windows > 1 else ''}, answered with 503 and Retry-After: backup, "
        "migration and start of the new web; how long that takes with your data, upgrade --rehearse measures on a copy"
    )
