"""Tell what apply would change, from facts only; exit 2 when anything would."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deploy.cli import INTERRUPTED
from deploy.inventory import select
from deploy.objects.prune import Prune
from deploy.report import Report
from deploy.verbs import check, comparing, cost, options, pyinfra

PASSES_ON = "pyinfra"
Plan = dict[str, list[dict[str, Any]]]  # host -> [{"operation": name, "changes": [{"subject", "what", "fields"}]}]


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    options.prune(parser)
    parser.add_argument(
        "--url",
        metavar="URL",
        help=f"compare only what is inside Chatwoot, with the installation at this address (token: {options.TOKEN})",
    )


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when nothing would change, 2 when anything would, 1 on an error or when not all could be compared."""
    if arguments.url:
        options.nothing_left(rest, "plan --url")
    settings = check.require(select(arguments), connects=not arguments.url)
    if arguments.url:
        return comparing.run(arguments, settings)
    Prune(arguments.prune, frozenset(arguments.prune_inbox)).hand_over()
    done = pyinfra.run(pyinfra.command(arguments, "deploy/apply.py", ["--dry", "--json"], rest), capture=True)
    if done.outcome.interrupted:
        print("Interrupted. Nothing was changed.", file=sys.stderr)
        return INTERRUPTED
    problems = [f"{host}: {each}" for host, found in done.report.problems.items() for each in found]
    for line in [*problems, *pyinfra.unreached(settings, done)]:
        print(line, file=sys.stderr)
    if done.outcome.code or done.answer is None:
        print("No plan: pyinfra stopped, see above. Nothing was changed.", file=sys.stderr)
        return 1
    changes = plan(settings, done.answer.get("plan", []), done.report)
    if arguments.json:
        told = {
            host: {
                "changes": each,
                "notices": done.report.notices.get(host, []),
                "problems": done.report.problems.get(host, []),
                "requests": _requests(host, done.report),
            }
            for host, each in changes.items()
        }
        print(json.dumps({"hosts": told}))
    else:
        print("\n".join(lines(changes, done.report)))
    return 1 if problems else 2 if any(changes.values()) else 0


def plan(hosts: Iterable[str], operations: Sequence[Mapping[str, Any]], report: Report) -> Plan:
    """What would change on each host, in the order it would happen.

    operations: pyinfra's own plan (`--dry --json`)
    """
    found: Plan = {host: [] for host in hosts}
    for operation in operations:
        names = operation.get("names") or [operation["name"]]
        for host in [*operation["hosts_with_change"], *operation["hosts_with_conditional_change"]]:
            told = [each for each in report.changes.get(host, []) if each.operation in names]
            changes = [{"subject": each.subject, "what": each.what, "fields": list(each.fields)} for each in told]
            found.setdefault(host, []).append({"operation": operation["name"], "changes": changes})
    return found


def lines(changes: Plan, report: Report) -> list[str]:
    """The plan for people; what is wrong on a host was told above it."""
    told = []
    for host, found in changes.items():
        told.append(
            "; ".join([f"{host}: {_outcome(found, report.problems.get(host))}", *cost.asked(_requests(host, report))])
        )
        for change in found:
            told.append(f"  {change['operation']}")
            for each in change["changes"]:
                told += [f"    ~ {each['subject']}: {each['what']}", *(f"        {field}" for field in each["fields"])]
    return told


def _outcome(found: Sequence[Any], problems: Sequence[str] | None) -> str:
    if found:
        return f"{len(found)} operation{'s' if len(found) > 1 else ''} would change something"
    return "not as declared, see above" if problems else "nothing to do"


def _requests(host: str, report: Report) -> dict[str, int]:
    return cost.counts(report.numbers.get(host, {}), "requests")
