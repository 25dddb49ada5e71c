"""Take an installation off its host after a verified backup; volumes and secrets stay unless --delete-data is given."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy.backups.request import Request
from deploy.inventory import one, select
from deploy.verbs import apply, check, options

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("--delete-data", action="store_true", help="delete volumes, secrets and journal too")
    parser.add_argument("--unsaved", action="store_true", help="take no backup before")
    parser.add_argument("--words", metavar="TEXT", help="the words that --delete-data asks for")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when the installation is off the host, 1 on an error, 130 when interrupted."""
    selection = select(arguments)
    settings = check.require(selection)
    one(selection, "remove")
    asked = Request(words=arguments.words, data=arguments.delete_data, unsaved=arguments.unsaved)
    os.environ.update(asked.environment())
    return apply.change("remove", arguments, settings, rest)
