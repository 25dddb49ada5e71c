"""The sandbox's command: `python -m tests.sandbox VERB`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tests.sandbox import addresses, cleanup, host
from tests.sandbox.acme import Acme
from tests.sandbox.errors import SandboxError
from tests.sandbox.machine import Machine
from tests.sandbox.network import Network
from tests.sandbox.status import status


def up(options: argparse.Namespace) -> None:
    """Create or switch on a machine."""
    host.ensure_packages()
    cleanup.clean_stale()
    machine = Machine(options.name)
    machine.up()
    print(f"{machine.name}: {machine.ip}, ready; ssh -F .sandbox/ssh_config {machine.name}")


def down(options: argparse.Namespace) -> None:
    """Remove a machine, or all and what they shared."""
    if not options.all:
        Machine(options.name).down()
    if options.all or not status():
        cleanup.tear_down()


def reset(options: argparse.Namespace) -> None:
    """Back to the bare machine."""
    Machine(options.name).reset()


def snapshot(options: argparse.Namespace) -> None:
    """Keep a copy of the disk."""
    Machine(options.name).snapshot(options.snap)


def restore(options: argparse.Namespace) -> None:
    """Back to a snapshot."""
    Machine(options.name).restore(options.snap)


def clone(options: argparse.Namespace) -> None:
    """A second machine with this one's disk."""
    Machine(options.name).clone(options.new)


def ssh(options: argparse.Namespace) -> None:
    """A shell on the machine, or one command."""
    command = Machine(options.name).ssh()
    os.execvp(command[0], [*command, *options.command])


def show(options: argparse.Namespace) -> None:
    """What exists."""
    state = status()
    if options.json:
        print(json.dumps({"machines": state, "leftovers": cleanup.leftovers()}, indent=1))
        return
    for name, item in state.items():
        power = "running" if item["running"] else "off"
        size = item["disk_bytes"] / 1e6
        print(f"{name}  {item['ip']}  {power}  boots {item['boots']}  disk {size:.0f} MB  {' '.join(item['names'])}")
        for label in item["snapshots"]:
            print(f"  snapshot {label}")
    if not state:
        print("no machine")


def reboot(options: argparse.Namespace) -> None:
    """Reboot from inside."""
    Machine(options.name).reboot()


def stop(options: argparse.Namespace) -> None:
    """Orderly power-off."""
    Machine(options.name).stop()


def power_off(options: argparse.Namespace) -> None:
    """Hard power cut."""
    Machine(options.name).power_off()


def cut(options: argparse.Namespace) -> None:
    """Pull the cable for some seconds."""
    machine = Machine(options.name)
    if options.ssh:
        machine.drop_ssh()
        return
    with machine.unplugged():
        time.sleep(options.seconds)


def image(options: argparse.Namespace) -> None:
    """Put a docker archive into the local registry."""
    host.ensure_packages()
    Network().up()
    from tests.sandbox import images

    images.add(options.file, options.tag)


def build(options: argparse.Namespace) -> None:
    """Build the images the machines pull."""
    host.ensure_packages()
    Network().up()
    from tests.sandbox import images

    images.build(options.names or None)


def acme(options: argparse.Namespace) -> None:
    """Start or stop the certificate authority."""
    host.ensure_packages()
    if options.state == "up":
        Acme().up()
    else:
        Acme().down()


def parser() -> argparse.ArgumentParser:
    """Command line of the sandbox."""
    top = argparse.ArgumentParser(prog="python -m tests.sandbox", description="The throw-away VPS.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, function: object, *, named: str = "?") -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=str(function.__doc__).partition("\n")[0])
        made.set_defaults(function=function)
        if named == "?":
            made.add_argument("name", nargs="?", default=addresses.DEFAULT, metavar="NAME")
        elif named == "1":
            made.add_argument("name", metavar="NAME")
        return made

    verb("up", up)
    verb("down", down).add_argument("--all", action="store_true")
    verb("reset", reset)
    verb("snapshot", snapshot, named="1").add_argument("snap", metavar="SNAP")
    verb("restore", restore, named="1").add_argument("snap", metavar="SNAP")
    verb("clone", clone, named="1").add_argument("new", metavar="NEW")
    verb("ssh", ssh).add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    verb("status", show, named="").add_argument("--json", action="store_true")
    verb("reboot", reboot)
    verb("stop", stop)
    verb("power-off", power_off)
    pull = verb("cut", cut)
    pull.add_argument("seconds", nargs="?", type=float, default=10.0)
    pull.add_argument("--ssh", action="store_true", help="break open SSH connections only")
    adding = verb("image", image, named="")
    adding.add_argument("action", choices=["add"])
    adding.add_argument("file", type=Path, metavar="FILE.tar")
    adding.add_argument("tag", metavar="NAME:TAG")
    verb("images", build, named="").add_argument("names", nargs="*", metavar="IMAGE")
    verb("acme", acme, named="").add_argument("state", choices=["up", "down"])
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
