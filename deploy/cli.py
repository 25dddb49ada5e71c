"""The wrapper `chatwoot-deploy VERB INVENTORY [options]`: the table of verbs, and nothing that deploys."""

import ast
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

# First of all: it has gevent patch ssl, and warns the operator when somebody has imported that before.
import pyinfra_cli  # type: ignore[import-untyped]  # noqa: F401

from deploy.checkout import ROOT, told
from deploy.errors import OperatorError

# Each verb is a file in deploy/verbs/; its docstring is its help.
VERBS = (
    "init",
    "check",
    "plan",
    "apply",
    "verify",
    "upgrade",
    "rollback",
    "backup",
    "restore",
    "remove",
    "export",
    "status",
    "mail",
    "logs",
    "console",
    "secrets",
)
INTERRUPTED = 130  # as a shell says it; pyinfra itself ends with 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; gives the exit code: 0 well, 1 an error, 2 `plan` found changes, 130 interrupted."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if not words or words[0] in ("-h", "--help", "help"):
            print(overview())
            return 0 if words else 1
        if words[0] not in VERBS:
            raise OperatorError(f"{words[0]}: no such verb. Choose one of {', '.join(VERBS)}")
        verb = import_module(f"deploy.verbs.{words[0]}")
        arguments, rest = _parse(words, verb.__doc__ or "", verb)
        return int(verb.run(arguments, rest))
    except OperatorError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; this verb leaves nothing half done.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `chatwoot-deploy logs … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def overview() -> str:
    """The table of verbs, read from their files without importing them: help is then immediate."""
    lines = [f"  {name:<9} {_docstring(name)}" for name in VERBS]
    return "\n".join(
        [
            "usage: chatwoot-deploy VERB INVENTORY [options]",
            "",
            "for example: chatwoot-deploy plan inventories/demo.py",
            "",
            *lines,
            "",
            "`chatwoot-deploy VERB --help` tells the options. Others go to pytest (verify) or pyinfra (plan, and the",
            "verbs that change hosts).",
        ]
    )


def _docstring(verb: str) -> str:
    source = (Path(__file__).parent / "verbs" / f"{verb}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]


class _Parser(ArgumentParser):
    """Wrong usage is an operator's mistake: exit 1, since 2 means that a plan found changes."""

    def error(self, message: str) -> NoReturn:
        raise OperatorError(f"{message}. See {self.prog} --help")


def _parse(words: list[str], documentation: str, verb: object) -> tuple[Namespace, list[str]]:
    parser = _Parser(prog=f"chatwoot-deploy {words[0]}", description=documentation, allow_abbrev=False)
    verb.arguments(parser)  # type: ignore[attr-defined]
    arguments, rest = parser.parse_known_args(words[1:])
    if rest and not getattr(verb, "PASSES_ON", None):
        raise OperatorError(f"{' '.join(rest)}: {words[0]} knows no such option. See chatwoot-deploy {words[0]} --help")
    if rest and getattr(verb, "PASSES_ON", None) == "pyinfra":
        from deploy.verbs import pyinfra

        pyinfra.understood(words[0], rest)
    if getattr(arguments, "inventory", None) is not None:
        arguments.inventory = _inventory(arguments.inventory)
    arguments.root = ROOT
    # pyinfra looks for group_data/ and for the files that settings name from here.
    arguments.cwd = Path.cwd()
    os.chdir(ROOT)
    return arguments, rest


def _inventory(given: str) -> str:
    """The inventory as pyinfra gets it: from the current directory or from the checkout; host lists stay."""
    if "@" in given or "," in given:
        return given
    for path in (Path(given), ROOT / given):
        if path.is_file():
            return told(path)
    known = ", ".join(sorted(told(path) for path in (ROOT / "inventories").glob("*.py")))
    raise OperatorError(f"{given}: no such inventory. Known: {known}; the inventory comes before the options")
