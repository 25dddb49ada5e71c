"""A guard and its finding."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from deploy.settings.settings import Settings

State = TypeVar("State")


@dataclass(frozen=True)
class Finding:
    """What a check found wrong, and what to do about it."""

    id: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.problem}. {self.remedy}. [{self.id}]"


@dataclass(frozen=True)
class Check(Generic[State]):
    """One guard over an observed state.

    id: stable, from the reference failure-modes.md where it has one
    probe: gives the problem as a clause without full stop, or None when all is well
    remedy: what the operator does about it, an imperative without full stop
    source: where the failure is described
    """

    id: str
    probe: Callable[[Settings, State], str | None]
    remedy: str
    source: str


def findings(
    checks: Iterable[Check[State]], settings: Settings, state: State, skip: Sequence[str] = ()
) -> list[Finding]:
    """Everything that is wrong, in the order of the checks; those named in `skip` are left out."""
    found = []
    for check in checks:
        problem = None if check.id in skip else check.probe(settings, state)
        if problem:
            found.append(Finding(check.id, problem, check.remedy))
    return found
