"""Write what lives inside a Chatwoot as a declaration; also of one that we did not make (--url)."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy.errors import OperatorError
from deploy.inventory import select
from deploy.objects.source import docstring, proven
from deploy.settings.files import expanded
from deploy.stack import sources
from deploy.verbs import exporting, options


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser, required=False)
    parser.add_argument("--url", metavar="URL", help=f"an installation's address; the token comes from {options.TOKEN}")
    parser.add_argument("--account", action="append", default=[], metavar="NAME", help="only this account")
    parser.add_argument("--output", metavar="FILE", help="write the declaration to a new file (mode 0600)")
    parser.add_argument("--secrets", metavar="FILE", help="write the secrets found to a new file (mode 0600)")


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when everything was read."""
    if bool(arguments.url) == bool(arguments.inventory):
        raise OperatorError("export: name an inventory, or an installation with --url https://chat.example.com")
    output, secrets = (_new(arguments.cwd, each) for each in (arguments.output, arguments.secrets))
    if output and secrets and output.resolve() == secrets.resolve():
        raise OperatorError(f"export: --output and --secrets are both {output}. Name two files: only one may be shared")
    if arguments.url:
        read: exporting.Found | None = exporting.remote(arguments.url, options.token(), arguments.account)
    else:
        read = exporting.own(select(arguments), arguments.account)
    if read is None:
        return 1
    text = _text(read, arguments.url or arguments.inventory)
    if output:
        _write(output, text)
        print(f"{output}: written. Read it before you use it: names and texts in it are its users'", file=sys.stderr)
    else:
        print(text, end="")
    _secrets(read, secrets)
    return 0


def _text(found: exporting.Found, where: str) -> str:
    day = datetime.now(UTC).date().isoformat()
    head = [f'"""What lived inside {docstring(where)} on {day}, written by chatwoot-deploy export.', ""]
    head += ["Whatever is declared here is kept so; what is not named is left alone (docs/objects.md).", '"""', ""]
    if found.secrets.values:
        head += ["# Secrets that this declaration names; give them by the means that secrets.mode says:"]
        for name, value in found.secrets.values.items():
            head += [f"#   {name}{'  (Chatwoot shows it to nobody: look it up)' if value is None else ''}"]
        head += [""]
    accounts = [line for each in found.accounts for line in each]
    text = "\n".join([*head, *found.preamble, "accounts = [", *accounts, "]"]) + "\n"
    return proven(text, ("domain", "chatwoot", "admin", "accounts"))


def _secrets(found: exporting.Found, path: Path | None) -> None:
    values = {name: value for name, value in found.secrets.values.items() if value is not None}
    if path is None:
        if values:
            print(f"{len(values)} secrets were found and not written; --secrets FILE writes them", file=sys.stderr)
        return
    _write(path, "".join(f"{name}={sources.in_one_line(value)}\n" for name, value in values.items()))
    print(f"{path}: written, {len(values)} secrets. Keep it private", file=sys.stderr)


def _write(path: Path, text: str) -> None:
    """A new file for its owner alone: a declaration tells addresses of people and of servers."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OperatorError(f"{path}: cannot be written ({error.strerror}). Name a file elsewhere") from None


def _new(cwd: Path, name: str | None) -> Path | None:
    if name is None:
        return None
    path: Path = cwd / expanded(name)
    try:
        if os.path.lexists(path):
            raise OperatorError(f"{path}: exists already. Name a new file: nothing is overwritten")
        if not path.parent.is_dir():
            raise OperatorError(f"{path.parent}: is no folder. Make it, or name another file")
    except OSError as error:
        raise OperatorError(f"{path}: cannot be looked at ({error.strerror}). Name a file elsewhere") from None
    if not os.access(path.parent, os.W_OK | os.X_OK):  # told before a long reading, not after
        raise OperatorError(f"{path.parent}: is not yours to write in. Name a file elsewhere")
    return path
