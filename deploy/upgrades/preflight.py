"""Which way leads to the declared release? Asked before anything is touched."""

import os
from dataclasses import replace
from pathlib import Path

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import database
from deploy.errors import OperatorError
from deploy.releases import ladder, planner
from deploy.releases import record as records
from deploy.releases.planner import Plan
from deploy.releases.record import Record, Stop
from deploy.settings.settings import Settings
from deploy.stack.state import StackState
from deploy.upgrades import by_hand, log, rehearsal
from deploy.upgrades.look import look

WORDS = "CHATWOOT_DEPLOY_WORDS"  # the words of --words, on their way through pyinfra


def way(host: Host, settings: Settings, state: StackState) -> Record | None:
    """The upgrade to be done, or to be finished; None when the declared release runs.

    Raises DeployError: why there is no way, one line for each reason.
    """
    try:
        unfinished = _unfinished(settings, state)
        if unfinished:
            return unfinished
        found = plan(host, settings, state)
    except OperatorError as error:
        raise DeployError(f"{host.name}: {str(error).removeprefix(f'{host.name}: ')}") from None
    for each in found.refusals:
        report.problem(host.name, str(each))
    if found.refusals:
        raise DeployError("\n".join(f"{host.name}: {each}" for each in found.refusals))
    for note in found.notes:
        report.problem(host.name, note)
    if not found.hops:
        return None
    first, *others = map(_stop, found.hops)
    stops = (_after(first, records.read(state.upgrade)), *others)
    record = Record(start=found.installed.version or found.hops[0].start, stops=stops)
    if rehearsal.asked() != rehearsal.ONLY:  # which touches nothing
        try:
            by_hand.asked(settings, record, given())
        except OperatorError as error:
            report.problem(host.name, str(error))
            raise DeployError(f"{host.name}: {error}") from None
    return record


def way_back(host: Host, settings: Settings, state: StackState) -> Record:
    """The upgrade to be undone.

    Raises DeployError: there is none, or going back would lose what was written since and nobody asked for that.
    """
    try:
        record = records.read(state.upgrade)
    except OperatorError as error:
        raise DeployError(f"{host.name}: {error}") from None
    if record is None or record.state == "undone":
        raise DeployError(
            f"{host.name}: there is no upgrade to undo here. To go back to a backup, see chatwoot-deploy restore"
        )
    if by_hand.wanted(settings, record):
        _brought_back(host, settings, record)
        return record
    wanted = words(record)
    lossy = record.lossy and database.schema(host, settings) != record.schema
    if lossy and given() != wanted:
        raise DeployError(
            f"{host.name}: {record} changed the database, so going back restores the dump of {record.before} and loses "
            f'what was written since. If you mean it, say so: --words "{wanted}"'
        )
    return record


def given() -> str | None:
    """The words that the operator typed."""
    return os.environ.get(WORDS)


def words(record: Record) -> str:
    """What the operator has to say where going back loses data."""
    return f"lose everything since {record.before}"


def plan(host: Host, settings: Settings, state: StackState) -> Plan:
    """What the planner says about the declared release.

    Raises OperatorError when the installation cannot be looked at.
    """
    further = Path(settings.chatwoot.ladder) if settings.chatwoot.ladder else None
    installed = look(host, settings, state.release)
    return planner.plan(ladder.load(further), installed, settings.chatwoot.version, settings.chatwoot.acknowledged)


def _unfinished(settings: Settings, state: StackState) -> Record | None:
    record = records.read(state.upgrade)
    if record is None or not record.unfinished:
        return None
    target = record.stops[-1].version
    if record.state != "running":
        raise OperatorError(f"the rollback of {record} is unfinished. Run rollback, which goes on from there")
    if target != settings.chatwoot.version:
        raise OperatorError(
            f"{record} is unfinished, and its target is {target}, not {settings.chatwoot.version}. "
            f"Finish it with upgrade --to {target}, or undo it with rollback"
        )
    return record


def _stop(hop: planner.Hop) -> Stop:
    drains = hop.queues("before"), hop.queues("after"), hop.first_queues
    return Stop(hop.version, hop.safe, hop.to.schema_version, *drains)


def _after(stop: Stop, before: Record | None) -> Stop:
    """The jobs that the upgrade before has left for the next one to wait for, wherever it ended."""
    left = before.stop.drain_after if before and before.state == "done" else ()
    return replace(stop, drain_first=tuple(dict.fromkeys((*stop.drain_first, *left))))


def _brought_back(host: Host, settings: Settings, record: Record) -> None:
    """Raises DeployError unless the operator's own server has the database of before, or never had another."""
    found, server = database.schema(host, settings), settings.postgres.host
    if record.reached("web") and found == record.schema:
        return
    wanted = by_hand.words(settings, record)
    if given() != wanted:
        finish = "Finish it with upgrade, or s" if record.state == "running" else "S"
        lost = ", which loses what was written since" if record.lossy else ""
        raise DeployError(
            f"{host.name}: {record} changed the database on a server of your own, where only you can bring it back. "
            f"{finish}top chatwoot, worker and scheduler, restore the dump of {record.before} ({log.dump(settings)}) "
            f'on {server}{lost}, as docs/upgrades.md tells, and then say so: --words "{wanted}"'
        )
    if found != record.schema:
        raise DeployError(
            f"{host.name}: the schema on {server} is {found or 'not told'} and was {record.schema} before: this is not "
            "the database of before yet. Restore it there, then run rollback again. Nothing was changed"
        )
