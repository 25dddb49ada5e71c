"""What a change of PostgreSQL's major has noted on the host: in the place where an upgrade notes itself, so that
there is one of both at a time, and no rollback across it. Pure."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Literal

from deploy.errors import OperatorError

# In the order they are gone through; each is noted before it begins.
STEPS = ("keep", "backup", "close", "dump", "start", "restore", "web", "workers", "gate", "open")
_KIND = "postgres"


@dataclass(frozen=True)
class Move:
    """The data of the embedded database on its way from one major to another.

    who, when: begun by and at (ISO 8601, UTC)
    """

    old: int
    new: int
    step: str = STEPS[0]
    state: Literal["running", "undoing", "done", "undone", "stuck"] = "running"
    who: str = ""
    when: str = ""

    @property
    def unfinished(self) -> bool:
        """Does somebody have to finish or undo it?"""
        return self.state in ("running", "undoing", "stuck")

    def reached(self, step: str) -> bool:
        """Had this step begun when the record was written?"""
        return STEPS.index(self.step) >= STEPS.index(step)

    def at(self, step: str) -> "Move":
        """The same move, one step on; one that was further already stays there."""
        return self if self.reached(step) else replace(self, step=step)

    @property
    def name(self) -> str:
        """The move, for what is kept for its way back."""
        return f"PostgreSQL {self.old} > {self.new}"

    def __str__(self) -> str:
        return f"the change from PostgreSQL {self.old} to {self.new} by {self.who}, begun {self.when}"


def text(move: Move) -> str:
    """One line of JSON."""
    return json.dumps({"kind": _KIND} | asdict(move)) + "\n"


def read(line: str) -> Move | None:
    """The move of a line; None when there is none, or when it tells of an upgrade of Chatwoot.

    Raises OperatorError when it tells of a move that cannot be understood: guessing would lose data.
    """
    try:
        found = json.loads(line)
        if found.pop("kind") != _KIND:
            return None
    except (ValueError, KeyError, AttributeError):
        return None  # whose it is: deploy.releases.record
    try:
        move = Move(**found)
        if move.step not in STEPS:
            raise ValueError
    except (ValueError, TypeError):
        raise OperatorError(
            "the record of a change of PostgreSQL's major on this host cannot be read. Look at upgrade/record.json in "
            "the state directory; docs/upgrades.md tells how to go on by hand"
        ) from None
    return move


def remedy(move: Move) -> str:
    """What ends an unfinished one."""
    return f"Run upgrade --postgres {move.new}, which finishes it or goes back"
