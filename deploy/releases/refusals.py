"""What stands against an upgrade. Every finding is told before anything is touched."""

from collections.abc import Iterator, Sequence

from deploy.checks.check import Finding
from deploy.releases.entries import Change, Crossing, Needs
from deploy.releases.installed import Installed
from deploy.releases.ladder import Ladder
from deploy.releases.position import Position, newer
from deploy.releases.version import Number, Version, text

BAD = "release-regression"
EDITION = "edition-change"
_RESTORE = "Going back is restoring a backup of that time, with the restore verb; rollback undoes the last upgrade"


def target(ladder: Ladder, position: Position, wanted: Version, installed: Installed) -> Iterator[Finding]:
    """Is the target a release that can be walked to at all?"""
    number = wanted.number
    if not installed.schema_versions:
        yield Finding("not-prepared", "the database has no schema yet", "Run apply, which installs the release")
        return
    if position.start is None:
        oldest, newest = ladder.releases[0], installed.newest
        yield Finding(
            "many-releases-jump",
            f"the schema ({newest}) is that of no release from {oldest.version} on",
            f"Bring the installation to {oldest.version} by the means that it was made with",
        )
        return
    bad = ladder.known_bad(text(number))
    if bad:
        yield Finding(
            "release-regression", f"{bad.version} is known bad: {bad.problem} ({bad.source})", f"Choose {bad.instead}"
        )
    if number > ladder.newest.number:
        yield Finding(
            "release-unknown",
            f"{text(number)} is newer than {ladder.newest.version}, the newest release whose migrations are known",
            "Add it to the data file chatwoot.ladder, as docs/upgrades.md tells, or choose a known release",
        )
    elif number < position.start:
        yield Finding("downgrade", f"{text(position.start)} is installed, {text(number)} is older", _RESTORE)
    elif row := _foreign(ladder, position, number, installed):
        yield Finding("downgrade", f"the schema ({row}) is newer than {text(number)}", _RESTORE)


def missed(crossings: Sequence[Crossing], installed: Installed) -> Iterator[Finding]:
    """States that no release leaves behind: newer migrations are there, an older one that they build on is not."""
    for each in crossings:
        if each.stop:
            yield Finding(
                each.stop.id,
                f"schema_migrations has {installed.newest} but not {each.stop.until}, as after an upgrade that jumped "
                f"over {each.into} and failed",
                f"Restore the backup from before it; the next upgrade will stop at {each.into} ({each.stop.source})",
            )


def services(needs: Needs, wanted: Version, installed: Installed) -> Iterator[Finding]:
    """Do database and Redis have what the hops ask of them?"""
    major, declared = installed.postgres_major, installed.postgres_declared
    if declared is not None and declared != major:
        yield Finding(
            "pg-major-on-old-volume",
            f"PostgreSQL {major} runs and postgres.major declares {declared}",
            f"Declare postgres.major {major} with its image now, and change it by upgrade --postgres {declared}",
        )
    if needs.postgres is not None and major < needs.postgres:
        yield Finding(
            "postgres-too-old",
            f"PostgreSQL {major} runs, {wanted} needs {needs.postgres} or newer",
            "Move to a newer major first, with upgrade --postgres",
        )
    lacking = [name for name in needs.extensions if name not in installed.extensions]
    if lacking:
        yield Finding(
            "pgvector-missing" if "vector" in lacking else "extension-missing",
            f"the running PostgreSQL does not offer {', '.join(lacking)}, which {wanted} needs",
            "Install it on your PostgreSQL server"
            if declared is None
            else f"Set images.postgres to pgvector/pgvector:pg{major}, apply, and run again",
        )
    if needs.redis is not None:
        oldest = tuple(int(part) for part in needs.redis.split("."))
        if installed.redis < oldest:
            runs = ".".join(str(part) for part in installed.redis) if any(installed.redis) else "of an unknown release"
            yield Finding(
                "redis-too-old",
                f"Redis {runs} runs, {wanted} needs {needs.redis} or newer",
                "Set images.redis to a newer release (or upgrade your own server) and apply first",
            )


def unread(changes: Sequence[Change], acknowledged: Sequence[str]) -> Iterator[Finding]:
    """Changes of meaning that the operator has not said to have read."""
    for each in changes:
        if each.acknowledge and each.id not in acknowledged:
            yield Finding(
                "change-unread",
                f"{each.id}: {each.what} ({each.source})",
                f'When you have seen to it, add "{each.id}" to chatwoot.acknowledged',
            )


def edition(position: Position, wanted: Version, acknowledged: Sequence[str]) -> Iterator[Finding]:
    """The other edition is one suffix away from the meant one, and differs in licence and features."""
    running = position.running
    if running and running.edition != wanted.edition and EDITION not in acknowledged:
        names = {"-ce": "the community edition", "": "the full image"}
        yield Finding(
            EDITION,
            f"{running} is {names[running.edition]}, {wanted} is {names[wanted.edition]}",
            f'To stay, choose {text(wanted.number)}{running.edition}; to change, add "{EDITION}" to '
            "chatwoot.acknowledged",
        )


def space(needed_mb: int, words: str, installed: Installed) -> Iterator[Finding]:
    """Is there room on the disk?"""
    if installed.free_mb < needed_mb:
        yield Finding(
            "disk-full",
            f"{installed.free_mb} MB are free and about {needed_mb} MB are needed: {words}",
            "Free some space (docker system df shows what Docker holds) or enlarge the disk",
        )


def _foreign(ladder: Ladder, position: Position, number: Number, installed: Installed) -> str | None:
    # The other edition of the release that runs: its code meets this schema already.
    if position.running and position.running.number == number == position.start:
        return None
    return newer(ladder, installed.schema_versions, number)
