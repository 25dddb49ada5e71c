"""A declaration of a throw-away machine in a folder of its own, derived from the demo's files."""

import os
import runpy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sandbox.choice import VARIABLE, choose
from tests.sandbox.machine import Machine

ROOT = Path(__file__).parents[2]
GROUP = "e2e"
# An image nobody has tried on this machine boots as slowly as Rails does.
_PATIENCE = {"health": {"start_seconds": 180, "wait_seconds": 600}}


@dataclass(frozen=True)
class Site:
    """One inventory file with one host, and its group data.

    folder: holds inventories/ and group_data/, outside of the checkout
    login: what stands with the host, over the demo's
    data: what is declared, over the demo's
    """

    folder: Path
    machine: Machine
    login: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> str:
        """Compose project."""
        return str(self.declared["project"])

    @property
    def root(self) -> str:
        """Directory of the stack on the host."""
        return f"/opt/{self.project}"

    @property
    def state(self) -> str:
        """Directory of secrets and journal on the host."""
        return f"/var/lib/chatwoot-deploy/{self.project}"

    @property
    def declared(self) -> dict[str, Any]:
        """The whole declaration: the demo's, this machine's domain, the image asked for, and what a test changes."""
        demo = constants("group_data/demo.py")
        own = {"domain": self.machine.domain}
        return merged(merged(merged(demo, own), image()), self.data)

    @property
    def host(self) -> dict[str, Any]:
        """What stands with the host: the demo's login, this machine's address."""
        _, data = constants("inventories/demo.py")["hosts"][0]
        return {**data, "ssh_hostname": self.machine.ip, **self.login}

    def changed(self, folder: Path, login: Mapping[str, Any] | None = None, **data: Any) -> "Site":
        """The same machine, declared otherwise.

        folder: for the files of the new declaration
        """
        return Site(folder, self.machine, {**self.login, **(login or {})}, merged(self.data, data))

    def write(self) -> str:
        """Write the files; gives the inventory's path."""
        group = [f"{key} = {value!r}" for key, value in self.declared.items()]
        return write(self.folder, {self.machine.name: self.host}, group)


@dataclass(frozen=True)
class Fleet:
    """Several hosts in one inventory.

    hosts: name to what stands with the host
    group: what all of them share
    """

    folder: Path
    hosts: Mapping[str, Mapping[str, Any]]
    group: Mapping[str, Any]

    def write(self) -> str:
        """Write the files; gives the inventory's path."""
        return write(self.folder, self.hosts, [f"{key} = {value!r}" for key, value in self.group.items()])


def constants(file: str) -> dict[str, Any]:
    """What a file of the checkout declares."""
    found = runpy.run_path(str(ROOT / file))
    names = found.get("__all__", [name for name in found if name[0] != "_"])  # as pyinfra reads group data
    return {name: found[name] for name in names}


def write(folder: Path, hosts: Mapping[str, Mapping[str, Any]], group: list[str]) -> str:
    """Write an inventory and its group data; gives the inventory's path."""
    inventory, data = folder / "inventories" / f"{GROUP}.py", folder / "group_data" / f"{GROUP}.py"
    for path, lines in (
        (inventory, [f"hosts = {[(name, dict(each)) for name, each in hosts.items()]!r}"]),
        (data, group),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(['"""Written by tests/e2e."""', *lines]) + "\n")
    return str(inventory)


def image() -> dict[str, Any]:
    """What CHATWOOT_IMAGE asks for."""
    return merged(choose().data, _PATIENCE) if standin_replaced() else {}


def standin_replaced() -> bool:
    """Does another image than the stand-in run?"""
    return bool(os.environ.get(VARIABLE))


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two declarations as one; sections are merged, anything else is replaced."""
    found = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(found.get(key), Mapping)
        found[key] = merged(found[key], value) if both else value
    return found
