"""The hosts of an inventory with their merged data, loaded by pyinfra's own loader without any connection."""

from argparse import Namespace
from dataclasses import dataclass
from fnmatch import fnmatch
from traceback import extract_tb
from typing import Any

from pyinfra.api.exceptions import PyinfraError
from pyinfra.api.host import Host
from pyinfra.api.inventory import Inventory
from pyinfra.api.state import State
from pyinfra.context import ctx_state
from pyinfra_cli.exceptions import UnexpectedExternalError  # type: ignore[import-untyped]
from pyinfra_cli.inventory import make_inventory  # type: ignore[import-untyped]
from pyinfra_cli.util import parse_cli_arg  # type: ignore[import-untyped]

from deploy.checkout import ROOT, told
from deploy.errors import OperatorError
from deploy.verbs import options


@dataclass(frozen=True)
class Selection:
    """An inventory, and the hosts of it that --limit and --exclude leave."""

    inventory: Inventory
    hosts: tuple[Host, ...]


def select(arguments: Namespace) -> Selection:
    """Load the inventory that the command line names.

    Raises OperatorError when a file is no valid Python, or when no host is left.
    """
    try:
        with ctx_state.use(State()):  # the loader notes in the state which file it executes
            inventory = make_inventory(
                arguments.inventory,
                override_data=_overrides(arguments),
                cwd=str(ROOT),
                group_data_directories=options.group_data(arguments),
            )
    except UnexpectedExternalError as error:
        raise OperatorError(_where(error.exception, str(error.filename))) from None
    except SyntaxError as error:
        raise OperatorError(
            f"{_short(error.filename or '')}, line {error.lineno}: {error.msg}. Correct the file"
        ) from None
    except (PyinfraError, OSError, TypeError, ValueError) as error:
        raise OperatorError(f"{arguments.inventory}: cannot be loaded: {error}. Correct the file") from None
    hosts = tuple(host for host in inventory if _chosen(host, arguments))
    if not hosts:
        known = ", ".join(host.name for host in inventory) or "none"
        raise OperatorError(f"{arguments.inventory}: no host is chosen. Its hosts: {known}")
    return Selection(inventory, hosts)


def one(selection: Selection, verb: str) -> Host:
    """The only host chosen, for verbs that talk to one.

    Raises OperatorError when there are several.
    """
    if len(selection.hosts) > 1:
        names = ", ".join(host.name for host in selection.hosts)
        raise OperatorError(f"{verb} talks to one host. Choose with --limit: {names}")
    return selection.hosts[0]


def _chosen(host: Host, arguments: Namespace) -> bool:
    def matches(pattern: str) -> bool:
        return pattern in host.groups or fnmatch(host.name, pattern)

    wanted = any(map(matches, arguments.limit)) if arguments.limit else True
    return wanted and not any(map(matches, arguments.exclude))


def _overrides(arguments: Namespace) -> dict[str, Any]:
    data = {}
    for each in arguments.data:
        key, equals, value = each.partition("=")
        if not equals:
            raise OperatorError(f"--data {each}: has no value. Write it like --data project=demo")
        data[key] = parse_cli_arg(value)
    single = {name: getattr(arguments, name) for name in options.SINGLE}
    return data | {name: value for name, value in single.items() if value is not None}


def _where(error: BaseException, file: str) -> str:
    lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file]
    line = f", line {lines[-1]}" if lines else ""
    return f"{_short(file)}{line}: {type(error).__name__}: {error}. Correct the file"


def _short(file: str) -> str:
    return told(ROOT / file) if file else "inventory"
