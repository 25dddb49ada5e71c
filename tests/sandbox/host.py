"""What the machine that runs the sandbox offers: packages, apt source, resolver, MTU. Nothing here is fixed text."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from tests.sandbox import paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.locks import locked
from tests.sandbox.shell import run

REQUIREMENTS = Path(__file__).with_name("requirements.apt")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = "#!/bin/sh\n# chatwoot-sandbox: no service starts at install\nexit 101\n"


class AptSource(NamedTuple):
    """One line of an apt source."""

    uri: str
    suite: str


def require_root() -> None:
    """Raises SandboxError unless run by root."""
    if os.geteuid() != 0:
        raise SandboxError("the sandbox mounts disks and makes network namespaces: run it as root")


def parse_requirements(text: str) -> list[str]:
    """Package names of a requirements.apt text."""
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def missing_packages() -> list[str]:
    """Packages of requirements.apt that are not installed."""
    listing = run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"])
    present = {line.split()[0] for line in listing.splitlines() if line.endswith(" installed")}
    return [name for name in parse_requirements(REQUIREMENTS.read_text()) if name not in present]


def ensure_packages() -> None:
    """Install what is missing on the host; no command at all when nothing is."""
    require_root()
    if not missing_packages():
        return
    with locked(paths.RUN / "apt.lock", 900):
        missing = missing_packages()
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
            if POLICY.exists() and POLICY.read_text() == POLICY_TEXT:
                POLICY.unlink()


def parse_sources(listing: str, codename: str, target: str) -> list[AptSource]:
    """Sources of the target suite, from the host's index targets.

    + listing: lines "URI CODENAME"
    + codename: the host's release, such as bookworm
    + target: the guest's release, such as trixie
    """
    sources = []
    for line in sorted(set(listing.splitlines())):
        uri, _, suite = line.strip().partition(" ")
        if suite == codename or suite in (f"{codename}-updates", f"{codename}-security"):
            sources.append(AptSource(uri, target + suite.removeprefix(codename)))
    return sorted(sources, key=lambda source: source.suite)


def codename() -> str:
    """Release of the host."""
    found = re.search(r"^VERSION_CODENAME=(\S+)", Path("/etc/os-release").read_text(), re.M)
    return found[1] if found else ""


def apt_sources(target: str) -> list[AptSource]:
    """Where the guest gets its packages: the host's own servers, the target's suites that exist there.

    Asked once and remembered until the last machine is gone: the servers take a second to answer.
    Raises SandboxError when no server of this host has the target.
    """
    memory = paths.RUN / f"apt-{target}.json"
    if memory.exists():
        return [AptSource(*fields) for fields in json.loads(memory.read_text())]
    wanted = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)"]
    listing = run([*wanted, "Created-By: Packages", "Component: main"])
    sources = [source for source in parse_sources(listing, codename(), target) if _exists(source)]
    if not any(source.suite == target for source in sources):
        raise SandboxError(
            f"no apt source of this host serves Debian {target}; run apt-get update, on a Debian host, and try again"
        )
    memory.parent.mkdir(parents=True, exist_ok=True)
    draft = memory.with_suffix(f".{os.getpid()}.part")
    draft.write_text(json.dumps(sources))
    draft.replace(memory)
    return sources


def _exists(source: AptSource) -> bool:
    url = f"{source.uri.rstrip('/')}/dists/{source.suite}/InRelease"
    if not url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=20):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


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
