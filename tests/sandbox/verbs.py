"""The verbs of the sandbox's command, each a function of its options; the first line of its text is its help."""

from __future__ import annotations

import argparse
import json
import os
import time

from tests.sandbox import cleanup, host
from tests.sandbox.acme import Acme
from tests.sandbox.machine import Machine
from tests.sandbox.network import Network
from tests.sandbox.status import status


def _ready(machine: Machine) -> None:
    print(f"{machine.name}: {machine.ip}, ready; ssh -F .sandbox/ssh_config {machine.name}")


def up(options: argparse.Namespace) -> None:
    """Create or switch on a machine."""
    host.ensure_packages()
    cleanup.clean_stale()
    machine = Machine(options.name)
    machine.up()
    _ready(machine)


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
    _ready(Machine(options.name).clone(options.new))


def ssh(options: argparse.Namespace) -> None:
    """A shell on the machine, or one command."""
    command = Machine(options.name).ssh(options.user)
    os.execvp(command[0], [*command, *options.command])  # noqa: S606


def show(options: argparse.Namespace) -> None:
    """What exists."""
    state = status()
    if options.json:
        print(json.dumps({"machines": state, "leftovers": cleanup.leftovers()}, indent=1))
        return
    for name, item in state.items():
        power = "running" if item["running"] else "off"
        size = item["disk_bytes"] / 1e6
        facts = [item["ip"], power, f"boots {item['boots']}", f"disk {size:.0f} MB", *item["names"]]
        print("  ".join([name, *facts]))
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


def packages(options: argparse.Namespace) -> None:
    """Install what the sandbox needs on this machine, and what is named beside it."""
    host.ensure_packages(options.names)


def acme(options: argparse.Namespace) -> None:
    """Start or stop the certificate authority."""
    host.ensure_packages()
    if options.state == "up":
        Acme().up()
    else:
        Acme().down()
