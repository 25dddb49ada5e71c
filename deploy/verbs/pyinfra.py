"""A run of pyinfra underneath a verb: the command, its report, its numbers."""

import json
import os
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy import process, report, ssh
from deploy.checkout import ROOT
from deploy.verbs import options


@dataclass(frozen=True)
class Run:
    """How a run of pyinfra ended.

    answer: what it printed as JSON, when it was asked to; None when it printed none
    """

    outcome: process.Outcome
    report: report.Report
    answer: dict[str, Any] | None
    seconds: float


CONFIG = "deploy/config.py"


def command(arguments: Namespace, entry: str, flags: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The plain pyinfra command: pyinfra INVENTORY ENTRY flags options."""
    return ["pyinfra", arguments.inventory, entry, *flags, "--config", CONFIG, *options.for_pyinfra(arguments), *rest]


def run(words: Sequence[str], capture: bool) -> Run:
    """Run pyinfra in the checkout; its log goes to our standard error as it comes.

    capture: keep its standard output, which is JSON, instead of showing it
    """
    process.announce(words)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chatwoot-deploy-") as directory:
        path = Path(directory) / "report"
        # pyinfra's standard output is empty without --json; ours then stays clean for our own JSON.
        with open(Path(directory) / "stdout", "w+b") as stdout:
            outcome = process.run(
                [process.beside(words[0]), *words[1:]],
                ROOT,
                environment={**os.environ, report.VARIABLE: str(path)},
                stdout=stdout if capture else None,
            )
            stdout.seek(0)
            answer = _json(stdout.read())
        return Run(outcome, report.read(path), answer, time.monotonic() - began)


def unreached(hosts: Iterable[str], run: Run) -> list[str]:
    """A sentence for each host that the run never spoke to, when nothing else explains it.

    Every reached host leaves its numbers (deploy/footprint.py); one that is refused stops the others before theirs.
    """
    if not run.outcome.code or run.outcome.interrupted or any(run.report.problems.values()):
        return []
    return [ssh.unreached(host) for host in hosts if host not in run.report.numbers]


def _json(text: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
