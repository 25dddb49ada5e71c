"""Options that several verbs share, and how they are handed to pyinfra."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from deploy.checkout import ROOT, told
from deploy.errors import OperatorError

TOKEN = "CHATWOOT_TOKEN"  # noqa: S105 - a variable's name
REPEATED = ("limit", "exclude", "data", "group_data")
SINGLE = ("ssh_user", "ssh_key", "ssh_port")


def inventory(parser: ArgumentParser, required: bool = True) -> None:
    """INVENTORY and the options that choose hosts and data; they mean what they mean to pyinfra."""
    help_ = "inventory file, like inventories/production.py"
    parser.add_argument("inventory", metavar="INVENTORY", nargs=None if required else "?", help=help_)
    parser.add_argument("--limit", action="append", default=[], metavar="HOST", help="only this host or group")
    parser.add_argument("--exclude", action="append", default=[], metavar="HOST", help="all but this host or group")
    parser.add_argument("--data", action="append", default=[], metavar="KEY=VALUE", help="a value that wins over files")
    parser.add_argument("--group-data", action="append", default=[], metavar="DIR", help="further folder of group data")
    parser.add_argument("--ssh-user", "--user", metavar="USER", help="SSH user")
    parser.add_argument("--ssh-key", "--key", metavar="FILE", help="SSH private key")
    parser.add_argument("--ssh-port", "--port", type=int, metavar="PORT", help="SSH port")


def nothing_left(rest: Sequence[str], what: str) -> None:
    """Raises OperatorError for words that would go to pyinfra, where none is started."""
    if rest:
        shown = [each.partition("=")[0] for each in rest if each.startswith("-")] or rest  # no password that follows
        raise OperatorError(f"{' '.join(shown)}: {what} starts no pyinfra and takes no options of its. Leave them out")


def token() -> str:
    """The token for an installation named by its address. Raises OperatorError."""
    found = os.environ.get(TOKEN)
    if not found:
        raise OperatorError(f"{TOKEN} is not set. Put the token of an administrator's profile page there")
    return found


def json(parser: ArgumentParser) -> None:
    """--json: the answer as JSON on standard output, everything else on standard error."""
    parser.add_argument("--json", action="store_true", help="answer as JSON on standard output")


def prune(parser: ArgumentParser) -> None:
    """Permission to delete what lives inside Chatwoot and nobody declared."""
    parser.add_argument("--prune", action="store_true", help="delete objects of declared types that nobody declared")
    parser.add_argument(
        "--prune-inbox",
        action="append",
        default=[],
        metavar="ACCOUNT/NAME",
        help="with --prune: this undeclared inbox may go with all its conversations",
    )


def group_data(arguments: Namespace) -> list[str]:
    """Folders of group data: those given, before them the one beside an inventory outside of the checkout.

    Raises OperatorError for one that is not there: pyinfra would pass over it in silence.
    """
    for each in arguments.group_data:
        if not Path(each).exists():
            raise OperatorError(f"--group-data {each}: does not exist (looked from {Path.cwd()}). Correct the path")
    own = beside(arguments)
    return [*([told(own)] if own and own.is_dir() else []), *arguments.group_data]


def beside(arguments: Namespace) -> Path | None:
    """Where group data belongs that goes with an inventory outside of the checkout; None for one inside."""
    folder = Path(arguments.inventory).resolve().parent.parent / "group_data"
    return folder if Path(arguments.inventory).is_file() and folder != ROOT / "group_data" else None


def for_pyinfra(arguments: Namespace) -> list[str]:
    """The shared options as pyinfra's command line."""
    words = []
    for name in REPEATED:
        values = group_data(arguments) if name == "group_data" else getattr(arguments, name)
        for value in values:
            words += [f"--{name.replace('_', '-')}", value]
    for name in SINGLE:
        if getattr(arguments, name) is not None:
            words += [f"--{name.replace('_', '-')}", str(getattr(arguments, name))]
    return words
