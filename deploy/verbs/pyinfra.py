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

import click

from deploy import process, report, ssh
from deploy.checkout import ROOT
from deploy.errors import OperatorError
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
USAGE = 2  # pyinfra's exit code for a command line that it does not understand; click's


def command(arguments: Namespace, entry: str, flags: Sequence[str], rest: Sequence[str]) -> list[str]:
    """The plain pyinfra command: pyinfra INVENTORY ENTRY flags options."""
    return ["pyinfra", arguments.inventory, entry, *flags, "--config", CONFIG, *options.for_pyinfra(arguments), *rest]


def understood(verb: str, rest: Sequence[str]) -> None:
    """Raises OperatorError, one sentence, for words of an operator that pyinfra would end with a usage error."""
    from pyinfra_cli.cli import cli  # type: ignore[import-untyped]  # slow, and rarely needed

    # Eager options print something and end with 0, which would look like a verb that went well.
    known = [each for each in cli.params if isinstance(each, click.Option) and not each.is_eager]
    like = click.Command("pyinfra", params=list(known), add_help_option=False)
    help_ = f"See chatwoot-deploy {verb} --help"
    try:
        left = like.make_context("pyinfra", list(rest), allow_extra_args=True).args
    except click.NoSuchOption as error:
        raise OperatorError(
            f"{error.option_name}: is no option of {verb}, and none that goes on to pyinfra. {help_}"
        ) from None
    except click.UsageError as error:
        raise OperatorError(f"{verb}: {error.format_message().rstrip('.')}. See pyinfra --help") from None
    if left:
        raise OperatorError(f"{' '.join(left)}: {verb} takes no such word, only options and their values. {help_}")


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

    A usage error of pyinfra's comes before any connection.
    Every reached host leaves its numbers (deploy/footprint.py); one that is refused stops the others before theirs.
    """
    if run.outcome.code in (0, USAGE) or run.outcome.interrupted or any(run.report.problems.values()):
        return []
    return [ssh.unreached(host) for host in hosts if host not in run.report.numbers]


def _json(text: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
