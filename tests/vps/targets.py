"""The hosts that the command line names, with their declarations."""

from argparse import Namespace
from dataclasses import dataclass, field
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from deploy.verbs import options

_TARGETS: pytest.StashKey[list["Target"]] = pytest.StashKey()


@dataclass(frozen=True)
class Target:
    """One host.

    name: in the inventory
    data: as pyinfra merges it; tells how the host is reached
    """

    name: str
    data: dict[str, Any] = field(repr=False)
    settings: Settings = field(repr=False)

    @property
    def address(self) -> str:
        """Where the machine is reached from outside, whatever DNS says of its names today."""
        return "127.0.0.1" if self.name.startswith("@local") else str(self.data.get("ssh_hostname") or self.name)


def add_options(parser: pytest.Parser) -> None:
    """--inventory, and those that the verb hands on; they mean what they mean to pyinfra."""
    group = parser.getgroup("chatwoot-deploy", "the hosts that tests/vps looks at")
    group.addoption("--inventory", metavar="FILE", help="inventory whose hosts are verified")
    for name in options.REPEATED:
        group.addoption(f"--{name.replace('_', '-')}", action="append", default=[], help=f"pyinfra's --{name}")
    for name in options.SINGLE:
        group.addoption(f"--{name.replace('_', '-')}", help=f"pyinfra's --{name}")
    group.addoption(
        "--verify-ca",
        metavar="FILE",
        help="PEM roots that vouch for the site; else CHATWOOT_VERIFY_CA, x_verify_ca of the host, the usual roots",
    )


def targets(config: pytest.Config) -> list[Target]:
    """The chosen hosts; none without --inventory.

    Raises UsageError with one line for each thing wrong in the declaration.
    """
    if _TARGETS not in config.stash:
        config.stash[_TARGETS] = _load(config) if config.getoption("--inventory", default=None) else []
    return config.stash[_TARGETS]


def _load(config: pytest.Config) -> list[Target]:
    # Here, not above: it patches the standard library for pyinfra, which offline tests have no need of.
    from deploy.inventory import select
    from deploy.verbs import check

    names = ("inventory", *options.REPEATED, *options.SINGLE)
    try:
        selection = select(Namespace(**{name: config.getoption(f"--{name.replace('_', '-')}") for name in names}))
        settings = check.require(selection)
    except OperatorError as error:
        raise pytest.UsageError(str(error)) from None
    return [
        Target(host.name, host.data.dict(), settings[host.name])  # type: ignore[no-untyped-call]
        for host in selection.hosts
    ]
