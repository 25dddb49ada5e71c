"""Write what lives inside a Chatwoot as a declaration; also of one that we did not make (--url)."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy.errors import OperatorError
from deploy.objects import export
from deploy.verbs import exporting, options


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser, required=False)
    parser.add_argument("--url", metavar="URL", help=f"an installation's address; the token comes from {options.TOKEN}")
    parser.add_argument("--account", action="append", default=[], metavar="NAME", help="only this account")
    parser.add_argument("--output", metavar="FILE", help="write the declaration to a new file")
    parser.add_argument("--secrets", metavar="FILE", help="write the secrets found to a new file (mode 0600)")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when everything was read."""
    if bool(arguments.url) == bool(arguments.inventory):
        raise OperatorError("export: name an inventory, or an installation with --url https://chat.example.com")
    output, secrets = (_new(arguments.cwd, each) for each in (arguments.output, arguments.secrets))
    if arguments.url:
        read: exporting.Found | None = exporting.remote(arguments.url, options.token(), arguments.account)
    else:
        read = exporting.own(arguments)
    if read is None:
        return 1
    text = _text(read, arguments.url or arguments.inventory)
    if output:
        output.write_text(text)
        print(f"{output}: written", file=sys.stderr)
    else:
        print(text, end="")
    _secrets(read, secrets)
    return 0


def _text(found: exporting.Found, source: str) -> str:
    day = datetime.now(UTC).date().isoformat()
    head = [f'"""What lived inside {source} on {day}, written by chatwoot-deploy export.', ""]
    head += ["Whatever is declared here is kept so; what is not named is left alone (docs/objects.md).", '"""', ""]
    names = [name for each in found.accounts for name in each.secrets]
    if names:
        head += ["# Secrets that this declaration names; give them by the means that secrets.mode says:"]
        unseen = {name for each in found.accounts for name, value in each.secrets.items() if value is None}
        head += [
            f"#   {name}{'  (Chatwoot shows it to nobody: look it up)' if name in unseen else ''}" for name in names
        ]
        head += [""]
    return "\n".join([*head, *found.preamble, "accounts = [", *_lines(found.accounts), "]"]) + "\n"


def _lines(accounts: Sequence[export.Exported]) -> list[str]:
    return [line for each in accounts for line in each.lines]


def _secrets(found: exporting.Found, path: Path | None) -> None:
    values = {name: value for each in found.accounts for name, value in each.secrets.items() if value is not None}
    if path is None:
        if values:
            print(f"{len(values)} secrets were found and not written; --secrets FILE writes them", file=sys.stderr)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("".join(f"{name}={value}\n" for name, value in values.items()))
    print(f"{path}: written, {len(values)} secrets. Keep it private", file=sys.stderr)


def _new(cwd: Path, name: str | None) -> Path | None:
    if name is None:
        return None
    path = cwd / Path(name).expanduser()
    if path.exists():
        raise OperatorError(f"{path}: exists already. Name a new file: nothing is overwritten")
    if not path.parent.is_dir():
        raise OperatorError(f"{path.parent}: is no folder. Make it, or name another file")
    return path
