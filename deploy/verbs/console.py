"""Open a Rails console in the web container."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy import process, ssh
from deploy.checkout import ROOT
from deploy.errors import OperatorError
from deploy.inventory import one, select
from deploy.settings.settings import Settings
from deploy.verbs import check, options


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit with what the console says."""
    if not sys.stdin.isatty():
        raise OperatorError("console needs a terminal. For a script, use ssh and docker exec -i … rails runner -")
    selection = select(arguments)
    host = one(selection, "console")
    settings = check.require(selection, secrets=False)[host.name]
    words = ssh.command(host.name, host.data.dict(), command(settings), terminal=True)  # type: ignore[no-untyped-call]
    process.announce(words)
    return 1 if process.run(words, ROOT).code else 0


def command(settings: Settings) -> list[str]:
    """The command on the host that opens the console."""
    return ["docker", "exec", "-it", settings.container("chatwoot"), "bundle", "exec", "rails", "console"]
