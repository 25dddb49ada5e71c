"""The sandbox's command: `python -m tests.sandbox VERB`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.sandbox import addresses, host, verbs
from tests.sandbox.errors import SandboxError


def parser() -> argparse.ArgumentParser:
    """Command line of the sandbox."""
    top = argparse.ArgumentParser(prog="python -m tests.sandbox", description="The throw-away VPS.")
    kinds = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, function: Callable[[argparse.Namespace], None], *, named: str = "?") -> argparse.ArgumentParser:
        made = kinds.add_parser(name, help=str(function.__doc__).partition("\n")[0])
        made.set_defaults(function=function)
        if named == "?":
            made.add_argument("name", nargs="?", default=addresses.DEFAULT, metavar="NAME")
        elif named == "1":
            made.add_argument("name", metavar="NAME")
        return made

    verb("up", verbs.up)
    verb("down", verbs.down).add_argument("--all", action="store_true")
    verb("reset", verbs.reset)
    verb("snapshot", verbs.snapshot, named="1").add_argument("snap", metavar="SNAP")
    verb("restore", verbs.restore, named="1").add_argument("snap", metavar="SNAP")
    verb("clone", verbs.clone, named="1").add_argument("new", metavar="NEW")
    shell = verb("ssh", verbs.ssh)
    shell.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    shell.add_argument("--user", default="root", choices=["root", "ops", "nosudo"], help="ops has sudo, nosudo none")
    verb("status", verbs.show, named="").add_argument("--json", action="store_true")
    verb("reboot", verbs.reboot)
    verb("stop", verbs.stop)
    verb("power-off", verbs.power_off)
    pull = verb("cut", verbs.cut)
    pull.add_argument("seconds", nargs="?", type=float, default=10.0)
    pull.add_argument("--ssh", action="store_true", help="break open SSH connections only")
    adding = verb("image", verbs.image, named="")
    adding.add_argument("action", choices=["add"])
    adding.add_argument("file", type=Path, metavar="FILE.tar")
    adding.add_argument("tag", metavar="NAME:TAG")
    verb("images", verbs.build, named="").add_argument("names", nargs="*", metavar="IMAGE")
    verb("packages", verbs.packages, named="").add_argument("names", nargs="*", metavar="PACKAGE")
    verb("acme", verbs.acme, named="").add_argument("state", choices=["up", "down"])
    return top


def main() -> None:
    """Run one verb; every mistake of the caller ends in one sentence and exit code 1."""
    options = parser().parse_args()
    try:
        host.require_root()
        options.function(options)
    except SandboxError as error:
        sys.exit(f"sandbox: {error}")
    except KeyboardInterrupt:
        sys.exit("sandbox: interrupted; run down --all to clear up, or the same command again")


if __name__ == "__main__":
    main()
