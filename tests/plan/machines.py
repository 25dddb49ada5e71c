"""The supported systems, a declaration for each, and what a machine of each answers."""

import re
from pathlib import Path
from typing import Any

from deploy.settings.load import load
from tests.plan.world import World
from tests.unit.declaration import SMALLEST

SYSTEMS = {
    "debian-13": ("debian", "13", "trixie", "amd64", "debian"),
    "debian-12": ("debian", "12", "bookworm", "amd64", "docker"),
    "ubuntu-22.04": ("ubuntu", "22.04", "jammy", "amd64", "docker"),
    "ubuntu-24.04": ("ubuntu", "24.04", "noble", "amd64", "docker"),
    "ubuntu-24.04-arm64": ("ubuntu", "24.04", "noble", "arm64", "docker"),
}
_SAMPLES = Path(__file__).parents[1] / "facts" / "host"


def declaration(system: str) -> dict[str, Any]:
    """As group data, of the project that the samples were taken from."""
    return {
        **SMALLEST,
        "project": "smarter",
        "domain": "chat3.test",
        "tls": {"mode": "internal"},
        "machine": {"docker": {"source": SYSTEMS[system][4]}},
        "sizing": {"profile": "4gb"},
    }


def bare(system: str) -> World:
    """A bare machine, no container: those get neither swap nor kernel settings."""
    text = re.sub(r"^vm.swappiness .*$", "vm.swappiness 60", sample("bare", system), flags=re.M)
    return World(load(declaration(system), "vps"), re.sub(r"^systemd-nspawn$", "none", text, flags=re.M))


def sample(name: str, system: str) -> str:
    """A recorded look (tests/facts/host), with another os-release and architecture."""
    distribution, release, codename, architecture, _ = SYSTEMS[system]
    text = (_SAMPLES / f"{name}.txt").read_text()
    for pattern, line in (
        (r"^VERSION_ID=.*$", f'VERSION_ID="{release}"'),
        (r"^VERSION_CODENAME=.*$", f"VERSION_CODENAME={codename}"),
        (r"^ID=.*$", f"ID={distribution}"),
        (r"^amd64$", architecture),
    ):
        text = re.sub(pattern, line, text, flags=re.M)
    return text
