"""From an installation to the hops that bring it to a release."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.checks.check import Finding
from deploy.releases import estimate, refusals
from deploy.releases.hops import Hop, hops
from deploy.releases.installed import Installed
from deploy.releases.ladder import Ladder
from deploy.releases.position import locate, notes
from deploy.releases.stops import way
from deploy.releases.version import parse, text

__all__ = ["Hop", "Plan", "plan"]


@dataclass(frozen=True)
class Plan:
    """What `upgrade --to TARGET` would do, or why it does not.

    start: release that schema_migrations tells; None when it tells none
    hops: in order; empty when there is nothing to do. Also told beside refusals, as far as they are known
    refusals: while there is one, nothing may be touched
    notes: what the operator should know and what stops nothing
    disk_mb: estimate of the free space that the hops need
    disk: how the estimate comes about, in words
    downtime: what visitors notice, in words
    """

    installed: Installed
    target: str
    start: str | None
    hops: tuple[Hop, ...]
    refusals: tuple[Finding, ...]
    notes: tuple[str, ...]
    disk_mb: int
    disk: str
    downtime: str


def _by_hand(installed: Installed, hops: Sequence[Hop]) -> tuple[str, ...]:
    unsafe = [hop.version for hop in hops if not hop.safe]
    if installed.postgres_declared is not None or not unsafe:
        return ()
    return (
        f"the database is on a server of your own: if {', '.join(unsafe)} fails there, nobody but you can bring it "
        "back, so upgrade asks for words",
    )


def plan(ladder: Ladder, installed: Installed, target: str, acknowledged: Sequence[str]) -> Plan:
    """The hops from an installation to a release.

    target: release to reach, 4.10.0-ce; its edition is that of every hop
    acknowledged: ids of changes that the operator has read (chatwoot.acknowledged)
    Raises OperatorError when `target` or the running version is no release's name; all else that stands against the
    upgrade is in `refusals`.
    """
    wanted, position = parse(target), locate(ladder, installed)
    there = position.running == wanted and position.start is not None and not position.behind
    refused = [] if there else list(refusals.target(ladder, position, wanted, installed))
    found: tuple[Hop, ...] = ()
    # Of a bad release the way is told all the same; of one that no way leads to there is none to tell.
    if not there and position.start and position.reached and all(each.id == refusals.BAD for each in refused):
        passed = way(ladder, installed, position.start, wanted.number)
        refused += refusals.missed(passed.missed, installed)
        if not passed.missed:
            rows, migrated = installed.schema_versions, position.reached.number
            found = hops(ladder, rows, position.start, migrated, passed.forced, wanted)
    changes = [change for hop in found for change in hop.changes]
    disk_mb, disk = estimate.disk(installed, len(found), any(hop.schema_changes is not False for hop in found))
    if found:
        refused += refusals.services(found[-1].needs, wanted, installed)
        refused += refusals.unread(changes, acknowledged)
        refused += refusals.edition(position, wanted, acknowledged)
        refused += refusals.space(disk_mb, disk, installed)
    return Plan(
        installed=installed,
        target=str(wanted),
        start=text(position.start) if position.start else None,
        hops=found,
        refusals=tuple(refused),
        notes=(*notes(ladder, installed, position), *_by_hand(installed, found)),
        disk_mb=disk_mb,
        disk=disk,
        downtime=estimate.downtime([hop.safe for hop in found]),
    )
