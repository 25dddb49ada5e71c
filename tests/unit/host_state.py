"""A fit machine, and settings to go with it, for tests that bend one thing."""

from typing import Any

from deploy.checks.observed import HostState
from deploy.settings.settings import Settings
from tests.unit import declaration


def fit(**changes: Any) -> HostState:
    """A bare Debian 13 with 4 GB and nothing wrong."""
    facts: dict[str, Any] = {
        "is_root": True,
        "distribution": "debian",
        "release": "13",
        "codename": "trixie",
        "architecture": "amd64",
        "ram_mb": 3900,
        "swap_mb": 0,
        "cpus": 2,
        "disk_free_mb": 30000,
        "clock": 1795391598,
        "addresses": ("192.0.2.7",),
        "domain_addresses": ("192.0.2.7",),
        "names": {"chat.example.com": ("192.0.2.7",)},
        "listeners": (),
        "ssh_ports": (22,),
    }
    return HostState(**{**facts, **changes})


def settings(**changed: Any) -> Settings:
    """The smallest declaration, of the project that the samples were taken from."""
    return declaration.settings(**{"project": "smarter", **changed})
