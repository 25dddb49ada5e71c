"""Declared objects of one type against the live ones: what to make, to change, to leave. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from deploy.objects.difference import Difference, differences
from deploy.objects.kind import Fields, Kind, Live
from deploy.settings.settings import Settings

_SHOWN = 5  # names of accounts in one sentence


@dataclass(frozen=True)
class Wanted:
    """One declared object.

    path: where it stands in the declaration: accounts[0].labels[2]
    """

    key: str
    fields: Fields = field(repr=False)
    path: str = ""


@dataclass(frozen=True)
class Step:
    """What happens to one object.

    wanted: None for one that is deleted
    live: None for one that is made
    """

    kind: Kind
    action: Literal["create", "update", "delete"]
    key: str
    wanted: Wanted | None = None
    live: Live | None = None
    changes: tuple[Difference, ...] = ()

    def subject(self, account: str) -> str:
        """The object in messages."""
        return self.kind.subject(self.key, account)

    @property
    def what(self) -> str:
        """What happens to it, in one word."""
        return {"create": "created", "update": "changed", "delete": "deleted"}[self.action]


@dataclass(frozen=True)
class Plan:
    """Steps of one type; orphans are live objects that nobody declared and that stay."""

    kind: Kind
    steps: tuple[Step, ...] = ()
    orphans: tuple[Live, ...] = ()


def plan(kind: Kind, wanted: Iterable[Wanted], live: Sequence[Live]) -> Plan:
    """Compare. Of several live objects of one key the oldest is ours; the others were made by hand."""
    steps: list[Step] = []
    taken: set[int | str] = set()
    for each in wanted:
        found = min((one for one in live if one.key == each.key), key=age, default=None)
        if found is None and not kind.made:
            continue
        if found is None:
            steps.append(Step(kind, "create", each.key, each))
            continue
        taken.add(found.id)
        changes = differences(each.fields, found.fields)
        if changes:
            steps.append(Step(kind, "update", each.key, each, found, changes))
    return Plan(kind, tuple(steps), tuple(one for one in live if one.id not in taken and not one.foreign))


def left_alone(section: str, account: str, keys: Iterable[str]) -> str:
    """The sentence about orphans of one type; their keys as a reader may see them."""
    words = section.replace("_", " ")
    return f"{words} of account {account} that nobody declared: {', '.join(keys)}. They are left alone"


def strange(settings: Settings, live: Iterable[str]) -> str | None:
    """The sentence about accounts that nobody declared; None when there is none.

    live: their names
    """
    declared = [each.name for each in settings.accounts]
    names = [each for each in live if each not in declared]
    # Where anybody may sign up, accounts come and go.
    if not names or settings.chatwoot.sign_up:
        return None
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"accounts that nobody declared: {', '.join(names[:_SHOWN])}{more}. They are left alone"


def age(live: Live) -> tuple[bool, int, str]:
    """Sorts the oldest first."""
    return (isinstance(live.id, str), live.id if isinstance(live.id, int) else 0, str(live.id))
