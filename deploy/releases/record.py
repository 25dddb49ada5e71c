"""What an upgrade has noted on the host, so that whoever comes next can finish or undo it. Pure."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Literal

from deploy.errors import OperatorError
from deploy.releases import major

# In the order they are gone through; each is noted before it begins.
# From "open" on visitors write to the new release (of an unsafe hop: a safe one never closes).
STEPS = ("keep", "files", "close", "backup", "migrate", "web", "workers", "gate", "open")
State = Literal["running", "undoing", "done", "undone", "stuck"]


@dataclass(frozen=True)
class Stop:
    """One release on the way.

    version: as declared: 4.10.0-ce
    safe: may the old code serve while this release migrates?
    schema: its newest migration; None when the ladder does not know it
    drain_first: queues to be empty before anything is touched
    drain_before: queues to be empty before the old worker goes
    drain_after: queues to be empty before the next stop
    """

    version: str
    safe: bool
    schema: str | None = None
    drain_before: tuple[str, ...] = ()
    drain_after: tuple[str, ...] = ()
    drain_first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """An upgrade, from its first touch to its end, and afterwards the way back.

    start: release that ran before this hop
    stops: every release of the way; `position` is the one at work
    schema: newest migration before this hop
    before: when the hop's backup was taken (ISO 8601, UTC), empty before that
    replaced: names of databases whose place the dump has taken, or was about to; this way back may drop them
    """

    start: str
    stops: tuple[Stop, ...]
    position: int = 0
    step: str = STEPS[0]
    state: State = "running"
    schema: str = ""
    before: str = ""
    who: str = ""
    when: str = ""
    replaced: tuple[str, ...] = ()

    @property
    def stop(self) -> Stop:
        """The release at work."""
        return self.stops[self.position]

    @property
    def unfinished(self) -> bool:
        """Does somebody have to finish or undo it?"""
        return self.state in ("running", "undoing", "stuck")

    def reached(self, step: str) -> bool:
        """Had this step begun when the record was written?"""
        return STEPS.index(self.step) >= STEPS.index(step)

    @property
    def lossy(self) -> bool:
        """Would the dump take away what visitors have written since?

        Also while an undoing that was cut has not closed the site again: from then on the step is one before "open".
        """
        return self.reached("open") and self.state != "undone" and not self.stop.safe

    def at(self, step: str) -> "Record":
        """The same upgrade, one step on."""
        return replace(self, step=step)

    def following(self) -> "Record":
        """The next hop of the same upgrade."""
        return replace(
            self,
            start=self.stop.version,
            position=self.position + 1,
            step=STEPS[0],
            schema="",
            before="",
            replaced=(),
            state="running",
        )

    @property
    def last(self) -> bool:
        """Is the release at work the target?"""
        return self.position == len(self.stops) - 1

    @property
    def name(self) -> str:
        """The hop, for what is kept for its way back."""
        return f"{self.start} > {self.stop.version}"

    def __str__(self) -> str:
        return f"the upgrade from {self.start} to {self.stop.version} by {self.who}, begun {self.when}"


def text(record: Record) -> str:
    """One line of JSON."""
    return json.dumps(asdict(record)) + "\n"


def read(line: str) -> Record | None:
    """The record of a line; None when there is none, or when the last thing done was a change of PostgreSQL's major.

    Raises OperatorError when such a change is unfinished, or when the line cannot be understood: guessing about an
    upgrade loses data.
    """
    move = major.read(line)
    if move and move.unfinished:
        raise OperatorError(f"{move} is unfinished. {major.remedy(move)}")
    if move or not line.strip():
        return None
    try:
        found = json.loads(line)
        stops = tuple(
            Stop(**(each | {key: tuple(value) for key, value in each.items() if key.startswith("drain_")}))
            for each in found.pop("stops")
        )
        record = Record(stops=stops, replaced=tuple(found.pop("replaced", ())), **found)
        if record.step not in STEPS or not 0 <= record.position < len(stops):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise OperatorError(
            "the record of an upgrade on this host cannot be read. Look at upgrade/record.json in the state directory; "
            "docs/upgrades.md tells how to go on by hand"
        ) from None
    return record
