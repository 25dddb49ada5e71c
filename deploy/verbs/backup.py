"""Take a backup now; read it back with --verify, check the repository, or list what is in it."""

import json
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict

from deploy.backups.request import Request
from deploy.backups.snapshots import Snapshot
from deploy.errors import OperatorError
from deploy.inventory import Selection, select
from deploy.settings.settings import Settings
from deploy.verbs import apply, check, options

PASSES_ON = "pyinfra"


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)
    parser.add_argument("--verify", action="store_true", help="read the backup back, restore it aside and compare it")
    parser.add_argument("--check", action="store_true", help="only check the repository")
    parser.add_argument("--list", action="store_true", help="only list the backups; changes nothing")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host's backup was made (checked, listed), 1 on an error, 130 when interrupted."""
    if sum((arguments.verify, arguments.check, arguments.list)) > 1:
        raise OperatorError("--verify, --check and --list exclude each other. Choose one")
    if arguments.list:
        options.nothing_left(rest, "backup --list")
    selection = select(arguments)
    settings = check.require(selection)
    if arguments.list:
        return _list(selection, settings, arguments.json)
    os.environ.update(Request(verify=arguments.verify, check=arguments.check).environment())
    return apply.change("backup", arguments, settings, rest)


def _list(selection: Selection, settings: dict[str, Settings], as_json: bool) -> int:
    from deploy.backups import preflight
    from deploy.verbs import session

    with session.connected(selection) as hosts:
        found: dict[str, list[Snapshot]] = session.ask(hosts, lambda host: preflight.listed(host, settings[host.name]))
    if as_json:
        print(json.dumps({"hosts": {name: [asdict(each) for each in backups] for name, backups in found.items()}}))
    else:
        print("\n".join(line for name, backups in found.items() for line in lines(name, backups)))
    return 0 if len(found) == len(selection.hosts) else 1


def lines(host: str, backups: Sequence[Snapshot]) -> list[str]:
    """The list for people, oldest first."""
    if not backups:
        return [f"{host}: no backups"]
    tagged = {each.id: f"  ({', '.join(each.tags)})" if each.tags else "" for each in backups}
    return [f"{host}:", *(f"  {each}  {each.domain}{tagged[each.id]}" for each in backups)]
