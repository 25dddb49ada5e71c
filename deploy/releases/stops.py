"""The releases that may not be jumped over, for one installation and one target."""

from dataclasses import dataclass

from deploy.releases.entries import Crossing
from deploy.releases.installed import Installed
from deploy.releases.ladder import Ladder
from deploy.releases.position import newer
from deploy.releases.version import Number


@dataclass(frozen=True)
class Way:
    """The forced stops on the way to a target.

    forced: in order; missed: those that the schema has left behind without what they bring
    """

    forced: tuple[Crossing, ...]
    missed: tuple[Crossing, ...]


def way(ladder: Ladder, installed: Installed, start: Number, target: Number) -> Way:
    """The smallest set of stops: only those whose migration is not in schema_migrations, and only below the target."""
    forced: list[Crossing] = []
    missed: list[Crossing] = []
    for crossing in ladder.crossings:
        needed = crossing.stop and crossing.stop.until not in installed.schema_versions
        if not needed or crossing.number >= target:
            continue
        passed = crossing.number <= start or newer(ladder, installed.schema_versions, crossing.number)
        (missed if passed else forced).append(crossing)
    return Way(tuple(forced), tuple(missed))
