"""Make the hosts what the declaration says; a second apply changes nothing."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import Any

from deploy.cli import INTERRUPTED
from deploy.inventory import select
from deploy.verbs import check, options, pyinfra

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host is as declared, 1 on an error, 130 when interrupted."""
    settings = check.require(select(arguments))
    done = pyinfra.run(pyinfra.command(arguments, "deploy/apply.py", ["-y"], rest), capture=arguments.json)
    code = INTERRUPTED if done.outcome.interrupted else 1 if done.outcome.code else 0
    told = summary(settings, done, code)
    if arguments.json:
        print(json.dumps(told))
    print(
        "\n".join([*pyinfra.unreached(settings, done), *lines(told)]), file=sys.stderr if arguments.json else sys.stdout
    )
    return code


def summary(hosts: Iterable[str], done: pyinfra.Run, code: int) -> dict[str, Any]:
    """The run as data: per host what changed and what it cost, and the whole."""
    report = done.report
    return {
        "hosts": {
            host: _host(report.numbers.get(host, {}))
            | {
                "changes": [{"subject": each.subject, "what": each.what} for each in report.changes.get(host, [])],
                "problems": list(report.problems.get(host, [])),
                "handoff": list(report.handoffs.get(host, [])),
            }
            for host in hosts
        },
        "seconds": round(done.seconds, 1),
        "exit": code,
    }


def lines(told: dict[str, Any]) -> list[str]:
    """The summary for people; the last line says how it went and how long it took."""
    found = []
    for host, each in told["hosts"].items():
        found += [f"  ~ {host}: {change['subject']}: {change['what']}" for change in each["changes"]]
        found += [f"  ! {host}: {problem}" for problem in each["problems"]]
        found += [f"  > {text}" for text in each["handoff"]]
        costs = ", ".join(f"{count} commands in {phase}" for phase, count in each["commands"].items())
        found.append(f"{host}: {_changed(each)}" + (f"; {costs}" if costs else ""))
    endings = {
        0: "apply: done in {} s",
        INTERRUPTED: "apply: interrupted after {} s. Run apply again; it finishes what was begun",
    }
    ending = endings.get(told["exit"], "apply: failed after {} s, see above. Mend it and run apply again")
    return [*found, ending.format(told["seconds"])]


def _host(numbers: dict[str, float]) -> dict[str, Any]:
    return {
        "changed": None if "operations.changed" not in numbers else int(numbers["operations.changed"]),
        "failed": int(numbers.get("operations.failed", 0)),
        "commands": {
            key.removeprefix("commands."): int(value) for key, value in numbers.items() if key.startswith("commands.")
        },
    }


def _changed(host: dict[str, Any]) -> str:
    if host["changed"] is None:
        return "not reached"
    failed = f", {host['failed']} failed" if host["failed"] else ""
    return f"{host['changed']} operation{'' if host['changed'] == 1 else 's'} changed{failed}"
