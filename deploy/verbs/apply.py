"""Make the hosts what the declaration says; a second apply changes nothing."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from deploy.chatwoot.handoff import DIRECTORY, require_writable
from deploy.checkout import ROOT
from deploy.cli import INTERRUPTED
from deploy.inventory import select
from deploy.objects.prune import Prune
from deploy.verbs import check, cost, options, pyinfra

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    options.prune(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host is as declared, 1 on an error, 130 when interrupted."""
    settings = check.require(select(arguments))
    require_writable(ROOT / DIRECTORY)
    Prune(arguments.prune, frozenset(arguments.prune_inbox)).hand_over()
    return change("apply", arguments, settings, rest)


def change(
    verb: str,
    arguments: Namespace,
    hosts: Iterable[str],
    rest: Sequence[str],
    further: Sequence[str] = (),
    entry: str | None = None,
) -> int:
    """Run the entry file of a verb that changes hosts, and tell what came of it; gives the exit code.

    further: lines for the operator when all went well
    entry: name of the file, where it is not the verb's
    """
    done = pyinfra.run(pyinfra.command(arguments, f"deploy/{entry or verb}.py", ["-y"], rest), capture=arguments.json)
    code = INTERRUPTED if done.outcome.interrupted else 1 if done.outcome.code else 0
    told = summary(hosts, done, code)
    if arguments.json:
        print(json.dumps(told))
    report = [*pyinfra.unreached(hosts, done), *lines(told, verb)]
    report[-1:-1] = () if code else further
    print("\n".join(report), file=sys.stderr if arguments.json else sys.stdout)
    return code


def summary(hosts: Iterable[str], done: pyinfra.Run, code: int) -> dict[str, Any]:
    """The run as data: per host what changed and what it cost, and the whole."""
    report = done.report
    return {
        "hosts": {
            host: _host(report.numbers.get(host, {}))
            | {
                "changes": [
                    {"subject": each.subject, "what": each.what, "fields": list(each.fields)}
                    for each in report.changes.get(host, [])
                ],
                "notices": list(report.notices.get(host, [])),
                "problems": list(report.problems.get(host, [])),
                "handoff": list(report.handoffs.get(host, [])),
            }
            for host in hosts
        },
        "seconds": round(done.seconds, 1),
        "exit": code,
    }


def lines(told: dict[str, Any], verb: str = "apply") -> list[str]:
    """The summary for people; the last line says how it went and how long it took."""
    found = []
    for host, each in told["hosts"].items():
        for change in each["changes"]:
            found.append(f"  ~ {host}: {change['subject']}: {change['what']}")
            found += [f"      {field}" for field in change["fields"]]
        found += [f"  ! {host}: {problem}" for problem in each["problems"]]
        found += [f"  > {text}" for text in each["handoff"]]
        costs = [f"{count} commands in {phase}" for phase, count in each["commands"].items()]
        costs += cost.asked(each["requests"])
        found.append(f"{host}: {_changed(each)}" + (f"; {', '.join(costs)}" if costs else ""))
    endings = {
        0: "{verb}: done in {seconds} s",
        INTERRUPTED: "{verb}: interrupted after {seconds} s. Run {verb} again; it finishes what was begun",
    }
    ending = endings.get(told["exit"], "{verb}: failed after {seconds} s, see above. Mend it and run {verb} again")
    return [*found, ending.format(verb=verb, seconds=told["seconds"])]


def _host(numbers: dict[str, float]) -> dict[str, Any]:
    return {
        "changed": None if "operations.changed" not in numbers else int(numbers["operations.changed"]),
        "failed": int(numbers.get("operations.failed", 0)),
        "commands": cost.counts(numbers, "commands"),
        "requests": cost.counts(numbers, "requests"),
    }


def _changed(host: dict[str, Any]) -> str:
    if host["changed"] is None:
        return "not reached"
    failed = f", {host['failed']} failed" if host["failed"] else ""
    return f"{host['changed']} operation{'' if host['changed'] == 1 else 's'} changed{failed}"
