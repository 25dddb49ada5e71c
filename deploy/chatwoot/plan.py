"""The difference between declared and live inboxes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.chatwoot.desired import Desired


@dataclass(frozen=True)
class Step:
    """One inbox to create or to change.

    inbox: id of the live one; None = create
    fields: names of what differs; values may be secret
    """

    desired: Desired
    inbox: int | None
    fields: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What happens to the inbox, for the plan."""
        return "created" if self.inbox is None else f"changed ({', '.join(self.fields)})"


@dataclass(frozen=True)
class Plan:
    """Steps to take, and live inboxes that nobody declared: those are left alone."""

    steps: tuple[Step, ...]
    orphans: tuple[str, ...] = ()


def plan(wanted: Iterable[Desired], live: Sequence[Mapping[str, Any]]) -> Plan:
    """Compare.

    live: inboxes as GET answers them
    """
    steps: list[Step] = []
    taken: set[int] = set()
    for each in wanted:
        found = _match(each, live)
        if found is None:
            steps.append(Step(each, None))
            continue
        taken.add(found["id"])
        fields = _differing(each, found)
        if fields:
            steps.append(Step(each, found["id"], fields))
    return Plan(tuple(steps), tuple(str(inbox["name"]) for inbox in live if inbox["id"] not in taken))


def _match(wanted: Desired, live: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    same = [inbox for inbox in live if (inbox["channel_type"], str(inbox["name"]).casefold()) == wanted.key]
    # Of several, the one written exactly so, then the oldest: the others were made by hand.
    return min(same, key=lambda inbox: (inbox["name"] != wanted.name, inbox["id"]), default=None)


def _differing(wanted: Desired, live: Mapping[str, Any]) -> tuple[str, ...]:
    name: tuple[str, ...] = () if live["name"] == wanted.name else ("name",)
    if wanted.time_zone is not None and live.get("timezone") != wanted.time_zone:
        name += ("timezone",)
    # What was never set is null in an answer, what was emptied is "".
    return name + tuple(field for field, value in wanted.channel.items() if (live.get(field) or "") != (value or ""))
