"""Check the declaration offline: every key, every file it names; touches no host."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deploy import connection_data
from deploy.declared import PROBLEMS
from deploy.errors import OperatorError
from deploy.inventory import Selection, select
from deploy.releases import acknowledged
from deploy.settings import installation
from deploy.settings.load import load
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.verbs import options


def _secrets(settings: Settings) -> list[str]:
    """Can the operator's source of secrets be read? Whether it holds enough depends on what the host keeps."""
    try:
        sources.brought(settings.secrets)
    except OperatorError as error:
        return [str(error)]
    return []


# Beside what each entry file asks of its host.
OFFLINE: tuple[Callable[[Settings], Iterable[str]], ...] = (
    *PROBLEMS,
    acknowledged.problems,
    _secrets,
)
# What may be wrong, and only the host can tell.
DOUBTS: tuple[Callable[[Settings], Iterable[str]], ...] = (installation.doubts,)


@dataclass(frozen=True)
class Verdict:
    """What the check says about one host.

    warnings: what may be wrong, and only the host can tell
    """

    host: str
    settings: Settings | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every chosen host is well declared, else 1."""
    verdicts = judge(select(arguments))
    if arguments.json:
        told = {
            each.host: {"ok": not each.errors, "errors": each.errors, "warnings": each.warnings} for each in verdicts
        }
        print(json.dumps({"hosts": told}))
    else:
        for each in verdicts:
            for line in each.warnings:
                print(f"warning: {line}", file=sys.stderr)
            for line in each.errors or (f"{each.host}: ok",):
                print(line, file=sys.stderr if each.errors else sys.stdout)
    return 1 if any(each.errors for each in verdicts) else 0


def judge(selection: Selection, secrets: bool = True) -> list[Verdict]:
    """The verdict on each chosen host.

    secrets: also ask the operator's source of secrets, which may be a command that takes long or wants a login
    """
    checks = [check for check in OFFLINE if secrets or check is not _secrets]
    verdicts = []
    for host in selection.hosts:
        try:
            settings = load(host.data.dict(), host.name)  # type: ignore[no-untyped-call]
        except OperatorError as error:
            lines = str(error).splitlines()
            if selection.missing and any(": is missing." in each for each in lines):
                lines.append(
                    f"{host.name}: {selection.missing} is looked for and not there. "
                    "Declare there, or beside the host in the inventory"
                )
            verdicts.append(Verdict(host.name, None, tuple(lines)))
            continue
        errors = tuple(f"{host.name}: {each}" for check in checks for each in check(settings))
        warnings = tuple(f"{host.name}: {each}" for doubt in DOUBTS for each in doubt(settings))
        # The declaration may well be checked where its key is not, by a CI for example.
        key = connection_data.lacking(host)
        verdicts.append(Verdict(host.name, settings, errors, (*warnings, *([key] if key else []))))
    return verdicts


def require(selection: Selection, secrets: bool = True, connects: bool = True) -> dict[str, Settings]:
    """The settings of each chosen host.

    secrets: False for verbs that render nothing, and so have no use for the operator's source of secrets
    connects: False where no host is spoken to by SSH
    Raises OperatorError with every line that `check` would print, and for a private key that is not there.
    """
    verdicts = judge(selection, secrets)
    errors = [line for each in verdicts for line in each.errors]
    if connects:
        errors += filter(None, map(connection_data.lacking, selection.hosts))
    if errors:
        raise OperatorError("\n".join(errors))
    return {each.host: each.settings for each in verdicts if each.settings}
