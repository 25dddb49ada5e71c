"""What the machine that runs the sandbox offers: packages, resolver, MTU. Nothing here is fixed text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from tests.sandbox import paths
from tests.sandbox.apt import apt_sources
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.shell import run

__all__ = ["apt_sources", "ensure_packages", "missing_packages", "mtu", "require_root", "resolver"]

REQUIREMENTS = Path(__file__).with_name("requirements.apt")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\n# chatwoot-sandbox: no service starts at install\nexit 101\n"


def require_root() -> None:
    """Raises SandboxError unless run by root."""
    if os.geteuid() != 0:
        raise SandboxError("the sandbox mounts disks and makes network namespaces: run it as root")


def parse_requirements(text: str) -> list[str]:
    """Package names of a requirements.apt text."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def missing_packages(more: Sequence[str] = ()) -> list[str]:
    """Packages of requirements.apt, and of `more`, that are not installed."""
    listing = run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"])
    present = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    wanted = [*parse_requirements(REQUIREMENTS.read_text()), *more]
    return [name for name in wanted if name not in present]


def ensure_packages(more: Sequence[str] = ()) -> None:
    """Install what is missing on the host; no command at all when nothing is.

    + more: packages beside those of requirements.apt
    """
    require_root()
    _unguard()
    if not missing_packages(more):
        return
    with locked(paths.RUN / "apt.lock", 900):
        missing = missing_packages(more)
        if not missing:
            return
        print(f"sandbox: installing {' '.join(missing)}", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # On a host with systemd the registry package would start a service of its own on our port.
        guard = Path("/run/systemd/system").is_dir() and not POLICY.exists()
        if guard:
            POLICY.write_text(POLICY_TEXT)
            POLICY.chmod(0o755)
        try:
            run(["apt-get", "-o", "DPkg::Lock::Timeout=300", "update"], 300, env)
            install = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"]
            run([*install, *missing], 900, env)
        finally:
            _unguard()


def _unguard() -> None:
    """Remove our policy, also one that a killed run left."""
    if POLICY.exists() and POLICY.read_text() == POLICY_TEXT:
        POLICY.unlink()


def resolver() -> str:
    """Text of resolv.conf with the real servers, also where systemd-resolved hides them."""
    text = Path("/etc/resolv.conf").read_text()
    servers = re.findall(r"^nameserver\s+(\S+)", text, re.M)
    behind = Path("/run/systemd/resolve/resolv.conf")
    if servers and all(server.startswith("127.") for server in servers) and behind.exists():
        return behind.read_text()
    return text


def mtu() -> int:
    """MTU of the interface that leads out; a larger one inside would lose big packets silently."""
    routes = json.loads(run(["ip", "-j", "route", "show", "default"]) or "[]")
    if not routes:
        return 1500
    link = json.loads(run(["ip", "-j", "link", "show", routes[0]["dev"]]))
    return int(link[0]["mtu"])
