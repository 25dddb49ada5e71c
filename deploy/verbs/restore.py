"""Bring an installation back from a backup, on its own host or on a bare new one after apply."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy.backups.request import Request
from deploy.chatwoot.handoff import DIRECTORY, require_writable
from deploy.checkout import ROOT
from deploy.inventory import one, select
from deploy.verbs import apply, check, options

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("snapshot", metavar="SNAPSHOT", nargs="?", help="id of a backup (backup --list); the newest")
    parser.add_argument("--words", metavar="TEXT", help="the words that a refusal asks for, where data would be lost")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when the site runs on the restored data, 1 on an error, 130 when interrupted."""
    selection = select(arguments)
    settings = check.require(selection)
    one(selection, "restore")
    require_writable(ROOT / DIRECTORY)
    os.environ.update(Request(snapshot=arguments.snapshot, words=arguments.words).environment())
    return apply.change("restore", arguments, settings, rest)
