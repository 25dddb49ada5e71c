"""The hops of an upgrade, each with its reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deploy.releases.entries import ALL_QUEUES, Change, Crossing, Drain, Needs, Release, Stop
from deploy.releases.ladder import Ladder
from deploy.releases.position import brings
from deploy.releases.version import Number, Version, text


@dataclass(frozen=True)
class Reason:
    """Why a hop is there, or why it is done this way; source: issue, migration or file it is known from."""

    text: str
    source: str


_UNSAFE = Reason(
    "nobody has shown that the old web can serve while it migrates, and unknown counts as unsafe",
    "failure mode old-web-on-changed-schema",
)


@dataclass(frozen=True)
class Hop:
    """One change of release: backup, migration, switch and gate belong to it alone.

    start: release it begins from, as text; of the first hop the one that schema_migrations tells
    to: release it ends at; one that the ladder does not list has no schema version and no date
    version: the release to declare, with the target's edition: 4.1.0-ce
    safe: may the old web serve while the migration runs?
    schema_changes: has the migration anything to do? None when it cannot be known
    needs: what database and Redis must have before the migration starts
    drain: queues to be emptied, before the workers are switched or after the gate; `queues` has their names
    first: queues to be emptied before anything is touched: an earlier upgrade may have ended at `start` just now
    changes: what means something else afterwards
    """

    start: str
    to: Release
    version: str
    safe: bool
    schema_changes: bool | None
    needs: Needs
    drain: tuple[Drain, ...]
    first: tuple[Drain, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]

    def queues(self, when: Literal["before", "after"]) -> tuple[str, ...]:
        """Names of the queues to empty before the workers are switched or after the gate; ("*",) means every one."""
        return _names(each for each in self.drain if each.when == when)

    @property
    def first_queues(self) -> tuple[str, ...]:
        """Names of the queues to empty before anything is touched."""
        return _names(self.first)


def _names(drains: Iterable[Drain]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for each in drains for name in each.queues))
    return (ALL_QUEUES,) if ALL_QUEUES in names else names


def hops(
    ladder: Ladder, rows: frozenset[str], start: Number, migrated: Number, forced: Sequence[Crossing], wanted: Version
) -> tuple[Hop, ...]:
    """One hop to each forced stop, and one to the target.

    rows: of schema_migrations; migrated: the release whose schema they are, or contain; start: where the code stands
    """
    found: list[Hop] = []
    for crossing in (*forced, None):
        number = crossing.number if crossing else wanted.number
        hop = _hop(ladder, rows, start, migrated, Version(number, wanted.edition), crossing.stop if crossing else None)
        rows |= {hop.to.schema_version} if hop.to.schema_version else set()
        if not found:
            into = next((each for each in ladder.crossings if each.number == start), None)
            hop = replace(hop, first=tuple(each for each in into.drain if each.when == "after") if into else ())
        start, migrated = number, max(migrated, number)
        found.append(hop)
    return tuple(found)


def _hop(
    ladder: Ladder, rows: frozenset[str], start: Number, migrated: Number, version: Version, stop: Stop | None
) -> Hop:
    """One hop, with `rows` and `migrated` as they are before it."""
    number = version.number
    crossed = ladder.between(start, number)
    changing = brings(ladder, rows, number)
    additive = _additive(ladder, rows, migrated, number)
    reasons = [Reason(stop.reason, stop.source) if stop else Reason("it is the release asked for", "upgrade --to")]
    over = [each.version for each in ladder.releases if start < each.number < number]
    if over:
        reasons.append(
            Reason(
                f"it goes over {', '.join(over)}: fewer stops than planned are known to fail, and whether these are "
                "enough for your data only a rehearsal on a copy tells",
                "reference chatwoot.md 7.2",
            )
        )
    reasons.append(_schema(ladder, rows, number, changing))
    if changing is not False:
        reasons.append(additive or _UNSAFE)
    reasons += [Reason(each.text, each.source) for crossing in crossed for each in crossing.advice]
    return Hop(
        start=text(start),
        to=ladder.release(number) or Release(version=text(number), source="it stands between two known releases"),
        version=str(version),
        safe=changing is False or additive is not None,
        schema_changes=changing,
        needs=ladder.needs(number),
        drain=tuple(
            sorted((each for crossing in crossed for each in crossing.drain), key=lambda each: each.when != "before")
        ),
        first=(),
        reasons=tuple(reasons),
        changes=tuple(change for crossing in crossed for change in crossing.changes),
    )


def _additive(ladder: Ladder, rows: frozenset[str], migrated: Number, number: Number) -> Reason | None:
    """Why the old web may serve while everything up to a release is migrated; None when it may not."""
    if ladder.release(number) is None:
        return None
    crossings = {each.number: each for each in ladder.crossings if each.additive}
    # A patch release with the schema that is there brings no migrations of its own.
    ahead = [each for each in ladder.releases if each.schema_version not in rows]
    passed = [each.number for each in ahead if migrated < each.number <= number]
    if not passed or any(each not in crossings for each in passed):
        return None
    sources = dict.fromkeys(crossings[each].source or "" for each in passed)
    return Reason("its migrations only add, so the old web serves on", "; ".join(sources))


def _schema(ladder: Ladder, rows: frozenset[str], number: Number, changing: bool | None) -> Reason:
    release, newest = ladder.release(number), max(rows)
    if changing is False:
        return Reason("code only: the schema has all its migrations", f"schema_migrations, newest row {newest}")
    if release is None:
        below, above = ladder.floor(number), ladder.above(number)
        between = " and ".join(each.version for each in (below, above) if each)
        return Reason(f"its schema is unknown: it stands between {between}", "ladder.yaml")
    return Reason(f"its migrations bring the schema from {newest} to {release.schema_version}", release.source)
