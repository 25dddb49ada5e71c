"""Undo the last upgrade, or finish undoing it: by code alone where nothing is lost by it, else from the dump."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from deploy.inventory import select
from deploy.upgrades.preflight import WORDS
from deploy.verbs import apply, check, options

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("--words", metavar="TEXT", help="the words that a refusal asks for, where data would be lost")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host runs the release before, 1 on an error, 130 when interrupted."""
    settings = check.require(select(arguments))
    if arguments.words:
        os.environ[WORDS] = arguments.words
    return apply.change("rollback", arguments, settings, rest)
