"""Where a data file of releases contradicts itself. Each contradiction is one sentence."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from deploy.releases.document import Document
from deploy.releases.entries import ALL_QUEUES, Release
from deploy.releases.version import Number, parse


def within(document: Document) -> Iterator[str]:
    """What is wrong with one file by itself: its order, entries twice, words without a source."""
    yield from _order("releases", [each.version for each in document.releases])
    yield from _order("crossings", [each.into for each in document.crossings])
    yield from _order("bad", [each.version for each in document.bad])
    for release in document.releases:
        if release.schema_version is None:
            yield f"release {release.version} has no schema; write the newest row it leaves in schema_migrations."
    for crossing in document.crossings:
        if crossing.additive and not crossing.source:
            yield f"the crossing into {crossing.into} is additive without a source; say how that is known."
        for drain in crossing.drain:
            if ALL_QUEUES in drain.queues and len(drain.queues) > 1:
                yield f"the crossing into {crossing.into} drains all queues and some; keep one of the two."
    bad = {each.version for each in document.bad}
    for entry in document.bad:
        if entry.instead in bad:
            yield f"{entry.version} is bad and {entry.instead}, named instead, is bad too; name another."


def across(document: Document) -> Iterator[str]:
    """What is wrong with everything together; `document` is in order."""
    if not document.releases:
        yield "there is no release in it; write one at least."
        return
    for older, newer in pairwise(document.releases):
        yield from _backwards(older, newer)
    yield from _stops(document)
    yield from _needs(document)
    ids = [change.id for crossing in document.crossings for change in crossing.changes]
    for each in ids:
        if ids.count(each) > 1:
            yield f"the change {each} stands at two crossings; give each an id of its own."
    known = {each.version for each in document.releases}
    for crossing in document.crossings:
        if crossing.number < document.releases[0].number:
            yield f"the crossing into {crossing.into} lies before the oldest release, so nobody meets it; remove it."
        if crossing.additive and crossing.into not in known:
            yield f"the crossing into {crossing.into} is additive, but that release is not listed; list its schema too."


def _order(name: str, versions: Sequence[str]) -> Iterator[str]:
    for before, after in pairwise(versions):
        if before == after:
            yield f"{name} has {after} twice; keep one."
        elif _number(before) > _number(after):
            yield f"{name} has {after} after {before}; put the older one first."


def _backwards(older: Release, newer: Release) -> Iterator[str]:
    if (newer.schema_version or "") < (older.schema_version or ""):
        yield (
            f"release {newer.version} has schema {newer.schema_version}, older than {older.schema_version} of "
            f"{older.version}; correct one of them."
        )
    if older.released and newer.released and newer.released < older.released:
        yield (
            f"release {newer.version} has the date {newer.released}, before {older.released} of {older.version}; "
            "correct one of them."
        )


def _stops(document: Document) -> Iterator[str]:
    releases = {each.version: each for each in document.releases}
    bad = {each.version for each in document.bad}
    for crossing in document.crossings:
        if crossing.stop is None:
            continue
        release = releases.get(crossing.into)
        if release is None:
            yield f"{crossing.into} is a forced stop, but that release is not listed; list it."
        elif crossing.stop.until > (release.schema_version or ""):
            yield (
                f"the stop at {crossing.into} waits for migration {crossing.stop.until}, which that release "
                f"(schema {release.schema_version}) does not bring; correct one of them."
            )
        if crossing.into in bad:
            yield f"{crossing.into} is a forced stop and bad; choose another release for the stop."


def _needs(document: Document) -> Iterator[str]:
    """Minimums only rise: a lower one further up is a slip of the pen."""
    postgres, redis = 0, (0, 0)
    for crossing in document.crossings:
        needs = crossing.needs
        if needs and needs.postgres is not None:
            if needs.postgres < postgres:
                yield f"into {crossing.into} PostgreSQL {needs.postgres} is needed, less than before; correct one."
            postgres = needs.postgres
        if needs and needs.redis is not None:
            major, minor = (int(part) for part in needs.redis.split("."))
            if (major, minor) < redis:
                yield f"into {crossing.into} Redis {needs.redis} is needed, less than before; correct one."
            redis = (major, minor)


def _number(version: str) -> Number:
    return parse(version).number
