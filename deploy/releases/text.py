"""A plan as people read it, and as JSON."""

from typing import Any

from deploy.releases.entries import ALL_QUEUES, Drain
from deploy.releases.hops import Hop
from deploy.releases.planner import Plan

_WHEN = {"before": "before the workers change", "after": "before the next hop"}


def lines(plan: Plan) -> list[str]:
    """What `upgrade --to X --plan` prints: hops with reasons and sources, disk, downtime, notes, refusals."""
    found = [_title(plan)]
    for count, hop in enumerate(plan.hops, 1):
        found += [f"{count}. {hop.start} -> {hop.version}: {_manner(hop)}", *(f"   {line}" for line in _inside(hop))]
    if plan.hops:
        found.append(f"disk: about {plan.disk_mb} MB needed, {plan.installed.free_mb} MB free ({plan.disk})")
        found.append(f"downtime: {plan.downtime}")
    found += [f"note: {each}" for each in plan.notes]
    found += [f"refused: {each}" for each in plan.refusals]
    return found


def data(plan: Plan) -> dict[str, Any]:
    """The same for --json; every value is plain JSON."""
    return {
        "from": plan.start,
        "running": plan.installed.version,
        "schema": plan.installed.newest,
        "to": plan.target,
        "hops": [_hop(each) for each in plan.hops],
        "disk": {"needed_mb": plan.disk_mb, "free_mb": plan.installed.free_mb, "how": plan.disk},
        "downtime": plan.downtime,
        "notes": list(plan.notes),
        "refusals": [{"id": each.id, "problem": each.problem, "remedy": each.remedy} for each in plan.refusals],
    }


def _title(plan: Plan) -> str:
    way = f"from {plan.start or 'an unknown release'} to {plan.target}"
    if plan.hops:
        return f"{way}: {len(plan.hops)} hop{'s' if len(plan.hops) > 1 else ''}"
    return f"{way}: not possible" if plan.refusals else f"{way}: nothing to do"


def _manner(hop: Hop) -> str:
    if hop.schema_changes is False:
        return "safe, code only"
    return "safe, the old web serves meanwhile" if hop.safe else "in a maintenance window"


def _inside(hop: Hop) -> list[str]:
    found = [f"why: {each.text} [{each.source}]" for each in hop.reasons]
    needs = hop.needs
    asked = [f"PostgreSQL {needs.postgres}"] if needs.postgres else []
    asked += [f"Redis {needs.redis}"] if needs.redis else []
    asked += [f"extensions {', '.join(needs.extensions)}"] if needs.extensions else []
    if asked:
        found.append(f"needs: {'; '.join(asked)}")
    found += [_drain(each, "before anything is touched") for each in hop.first]
    found += [_drain(each, _WHEN[each.when]) for each in hop.drain]
    for change in hop.changes:
        word = " (to be acknowledged)" if change.acknowledge else ""
        found.append(f"change {change.id}{word}: {change.what} [{change.source}]")
    return found


def _drain(drain: Drain, when: str) -> str:
    queues = "all queues" if ALL_QUEUES in drain.queues else f"queues {', '.join(drain.queues)}"
    return f"empty {queues} {when}: {drain.reason} [{drain.source}]"


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "from": hop.start,
        "to": hop.version,
        "safe": hop.safe,
        "schema_changes": hop.schema_changes,
        "schema": hop.to.schema_version,
        "needs": hop.needs.model_dump(mode="json"),
        "drain": [each.model_dump(mode="json") for each in hop.drain],
        "drain_first": list(hop.first_queues),
        "reasons": [{"text": each.text, "source": each.source} for each in hop.reasons],
        "changes": [each.model_dump(mode="json") for each in hop.changes],
    }
