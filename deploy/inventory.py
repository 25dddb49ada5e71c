"""The hosts of an inventory with their merged data, loaded by pyinfra's own loader without any connection."""

from argparse import Namespace
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
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

from deploy import connection_data
from deploy.checkout import ROOT, told
from deploy.errors import OperatorError
from deploy.verbs import options


@dataclass(frozen=True)
class Selection:
    """An inventory, and the hosts of it that --limit and --exclude leave.

    missing: the file of group data that the inventory's name asks for, where there is none
    """

    inventory: Inventory
    hosts: tuple[Host, ...]
    missing: str = ""


def select(arguments: Namespace) -> Selection:
    """Load the inventory that the command line names.

    Raises OperatorError when a file is no valid Python, when a host is there twice or has connection data of a wrong
    type, or when no host is left.
    """
    inventory = _loaded(arguments)
    for host in inventory:
        if _twice(host):
            raise OperatorError(f"{arguments.inventory}: two hosts are called {host.name}. Rename one")
    hosts = tuple(host for host in inventory if _chosen(host, arguments))
    if not hosts:
        known = ", ".join(host.name for host in inventory) or "none"
        raise OperatorError(f"{arguments.inventory}: no host is chosen. Its hosts: {known}")
    for host in hosts:
        connection_data.require_types(host)
    return Selection(inventory, hosts, _missing(arguments))


def one(selection: Selection, verb: str) -> Host:
    """The only host chosen, for verbs that talk to one.

    Raises OperatorError when there are several.
    """
    if len(selection.hosts) > 1:
        names = ", ".join(host.name for host in selection.hosts)
        raise OperatorError(f"{verb} talks to one host. Choose with --limit: {names}")
    return selection.hosts[0]


def _loaded(arguments: Namespace) -> Inventory:
    state = State()  # the loader notes in it which file it executes, and leaves it there when that fails
    try:
        with ctx_state.use(state):
            return make_inventory(  # type: ignore[no-any-return]
                arguments.inventory,
                override_data=_overrides(arguments),
                cwd=str(ROOT),
                group_data_directories=options.group_data(arguments),
            )
    except UnexpectedExternalError as error:
        raise OperatorError(_where(error.exception, str(error.filename))) from None
    except SystemExit as error:
        raise OperatorError(_ended(error, arguments.inventory)) from None
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        file = state.current_exec_filename or error.filename or arguments.inventory
        raise OperatorError(f"{_short(file)}{line}: {error.msg}. Correct the file") from None
    except UnicodeDecodeError:
        file = state.current_exec_filename or arguments.inventory
        raise OperatorError(f"{_short(file)}: is not UTF-8 text. Save it as UTF-8") from None
    except IndexError:
        raise OperatorError(
            f"{arguments.inventory}: a host is without name or data. "
            'Write it like "chat" or ("chat", {"ssh_hostname": "203.0.113.10"})'
        ) from None
    except (PyinfraError, OSError, TypeError, ValueError, AttributeError) as error:
        file = state.current_exec_filename or arguments.inventory
        raise OperatorError(f"{_short(file)}: cannot be loaded: {error}. Correct the file") from None


def _twice(host: Host) -> bool:
    """Does a list name the host twice? pyinfra keeps the last one only, and notes the list's name both times."""
    # A connector's host gets the names of its lists a second time by itself.
    usual = 2 if host.name.startswith("@") else 1
    return any(host.groups.count(group) > usual for group in host.groups)


def _missing(arguments: Namespace) -> str:
    file = Path(arguments.inventory)
    if not file.is_file():
        return ""
    folders = [ROOT / "group_data", file.resolve().parent / "group_data", *map(Path, options.group_data(arguments))]
    if any((each / file.name).is_file() or each.name == file.name for each in folders):
        return ""
    return told((options.beside(arguments) or ROOT / "group_data") / file.name)


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


def _ended(error: SystemExit, inventory: str) -> str:
    """What is said of a file that ends the program: taken for an end of ours, it would look like success."""
    # The outermost module is what pyinfra executed; quit() itself and imported files come below it.
    for frame in extract_tb(error.__traceback__):
        if frame.name == "<module>":
            return f"{_short(frame.filename)}, line {frame.lineno}: ends the program. Take that out of the file"
    return f"{_short(inventory)}: ends the program. Take that out of the file"


def _short(file: str) -> str:
    return told(ROOT / file) if file else "inventory"
