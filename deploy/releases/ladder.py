"""Chatwoot's releases and what lies between them."""

from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

from deploy.errors import OperatorError
from deploy.releases.contradictions import across, within
from deploy.releases.document import Document, read
from deploy.releases.entries import Bad, Change, Crossing, Needs, Part, Release
from deploy.releases.version import Number, parse

OURS = Path(__file__).with_name("ladder.yaml")


class Ladder(Part):
    """Every release we know, oldest first, and what lies between them."""

    releases: tuple[Release, ...]
    crossings: tuple[Crossing, ...]
    bad: tuple[Bad, ...]

    @property
    def newest(self) -> Release:
        """The newest release we know."""
        return self.releases[-1]

    def floor(self, number: Number) -> Release | None:
        """The newest known release that is not newer than `number`."""
        place = bisect_right([each.number for each in self.releases], number)
        return self.releases[place - 1] if place else None

    def above(self, number: Number) -> Release | None:
        """The oldest known release that is newer than `number`."""
        return next((each for each in self.releases if each.number > number), None)

    def release(self, number: Number) -> Release | None:
        """The release, if it is known."""
        found = self.floor(number)
        return found if found and found.number == number else None

    def between(self, start: Number, end: Number) -> tuple[Crossing, ...]:
        """The crossings that a hop meets: after `start`, up to and with `end`."""
        return tuple(each for each in self.crossings if start < each.number <= end)

    def changes(self) -> tuple[Change, ...]:
        """Every change of meaning, in order."""
        return tuple(change for each in self.crossings for change in each.changes)

    def known_bad(self, version: str) -> Bad | None:
        """What is wrong with a release, written without edition."""
        return next((each for each in self.bad if each.version == version), None)

    def needs(self, number: Number) -> Needs:
        """What a release asks: everything that came up to it; a later word on a minimum wins."""
        asked = [each.needs for each in self.crossings if each.needs and each.number <= number]
        postgres = [each.postgres for each in asked if each.postgres]
        redis = [each.redis for each in asked if each.redis]
        return Needs(
            postgres=postgres[-1] if postgres else None,
            redis=redis[-1] if redis else None,
            extensions=tuple(dict.fromkeys(name for each in asked for name in each.extensions)),
            source="; ".join(each.source for each in asked) or "nothing is known",
        )


def load(extra: Path | None = None) -> Ladder:
    """Our data file, with an operator's own merged over it.

    extra: file with further releases in the same format; an entry in it replaces ours of the same release
    Raises OperatorError, one sentence, when a file cannot be read or contradicts itself or ours.
    """
    ladder = read(OURS)
    _refuse(OURS, within(ladder))
    if extra is not None:
        further = read(extra)
        _refuse(extra, within(further))
        _refuse(extra, _stops_lost(ladder, further))
        ladder = _merged(ladder, further)
    _refuse(extra or OURS, across(ladder))
    return Ladder(releases=ladder.releases, crossings=ladder.crossings, bad=ladder.bad)


def _refuse(path: Path, contradictions: Iterable[str]) -> None:
    for sentence in contradictions:
        raise OperatorError(f"{path}: {sentence}")


def _stops_lost(ours: Document, further: Document) -> Iterable[str]:
    """An entry replaces ours as a whole, and a forced stop must not get lost by an oversight."""
    kept = {each.into for each in further.crossings if each.stop}
    replaced = {each.into for each in further.crossings}
    for each in ours.crossings:
        if each.stop and each.into in replaced - kept:
            yield f"the crossing into {each.into} leaves out the forced stop that ladder.yaml has there; copy it."


def _merged(ours: Document, further: Document) -> Document:
    releases = {each.number: each for each in (*ours.releases, *further.releases)}
    crossings = {each.number: each for each in (*ours.crossings, *further.crossings)}
    bad = {parse(each.version).number: each for each in (*ours.bad, *further.bad)}
    return Document(
        releases=tuple(releases[number] for number in sorted(releases)),
        crossings=tuple(crossings[number] for number in sorted(crossings)),
        bad=tuple(bad[number] for number in sorted(bad)),
    )
