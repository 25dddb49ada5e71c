"""List the secrets kept on the host; show them, or write the recovery kit that a restore needs."""

import json
import os
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy.backups import files
from deploy.backups import kit as kits
from deploy.errors import OperatorError
from deploy.host import identity
from deploy.inventory import one, select
from deploy.settings import files as named
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.verbs import check, options

STORE = "secrets.json"  # in Settings.state: root 0600, a JSON object of name -> value


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    parser.add_argument("--show", action="store_true", help="print the values, after asking")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--kit", metavar="FILE", help="write the recovery kit to a new file (mode 0600)")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when the store was read, 1 when it could not be or the operator said no."""
    from deploy.host import connection
    from deploy.verbs import session

    selection = select(arguments)
    host = one(selection, "secrets")
    settings = check.require(selection, secrets=False)[host.name]
    file = _new(arguments.cwd, arguments.kit) if arguments.kit else None
    if arguments.show and not (arguments.yes or _agreed(host.name)):
        print("Nothing shown.", file=sys.stderr)
        return 1
    with session.connected(selection) as hosts:
        if not hosts:
            return 1
        # Not a fact: pyinfra prints those at -vvv.
        secrets = parse(connection.must(hosts[0], command(settings), "reading the secrets"), host.name)
        if file is not None:
            write(file, kit(settings, secrets, datetime.now(UTC)))
            # From now on the host knows that it is not the only one with these keys.
            marker = kits.marker(secrets, identity.who(), identity.now())
            connection.must(hosts[0], kits.writing(settings), "noting that the kit was taken", stdin=marker)
    if file is not None:
        print(f"{file}: written. Keep it away from the host; without it a lost host is a lost installation.")
    elif arguments.show:
        print("\n".join(f"{name}={value}" for name, value in sorted(secrets.items())))
    else:
        print("\n".join(sorted(secrets)))
    return 0


def command(settings: Settings) -> str:
    """The command on the host that prints the store; a store that is not there prints nothing."""
    path = shlex.quote(f"{settings.state}/{STORE}")
    return f"! test -e {path} || cat {path}"


def parse(text: str, host: str) -> dict[str, str]:
    """The store's names and values.

    Raises OperatorError when there is none, or when it is damaged; the message shows nothing of it.
    """
    if not text.strip():
        raise OperatorError(f"{host}: keeps no secrets yet. Run apply first")
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise OperatorError(f"{host}: the store of secrets is damaged. Restore it from the recovery kit or a backup")
    return {str(name): str(value) for name, value in found.items()}


def kit(settings: Settings, secrets: Mapping[str, str], now: datetime) -> str:
    """The recovery kit: a file that `secrets = {"mode": "file", "file": …}` reads.

    now: time in UTC, noted in the kit
    """
    head = [
        f"# Recovery kit of https://{settings.domain} (project {settings.project}), made {now:%Y-%m-%d %H:%M} UTC.",
        "# Whoever has this file owns the installation. To rebuild it on a new host:",
        '#   secrets = {"mode": "file", "file": "THIS FILE"} in group_data, then apply and restore.',
        f"# The backups are in {files.repository(settings)}; restic reads them with RESTIC_PASSWORD (docs/backups.md).",
    ]
    lines = [f"{name}={sources.in_one_line(value)}" for name, value in sorted(secrets.items())]
    return "\n".join([*head, *lines]) + "\n"


def write(file: Path, text: str) -> None:
    """Write a new file that only its owner may read, from its first byte on.

    Raises OperatorError when it cannot be made.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise OperatorError(f"{file}: cannot be written: {error.strerror}. Name another file") from None
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)


def _new(cwd: Path, name: str) -> Path:
    path: Path = cwd / named.expanded(name)
    try:
        if path.exists():
            raise OperatorError(f"{path}: exists already. Name a new file: a kit is never overwritten")
    except OSError as error:
        raise OperatorError(f"{path}: cannot be looked at ({error.strerror}). Name another file") from None
    return path


def _agreed(host: str) -> bool:
    if not sys.stdin.isatty():
        raise OperatorError("--show asks before it prints secrets. On no terminal, add --yes")
    print(f"Print every secret of {host} on this terminal? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
