"""Where packages come from: the host's own apt servers, asked at run time, for the guest's release."""

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
from tests.sandbox.shell import run


class AptSource(NamedTuple):
    """One line of an apt source."""

    uri: str
    suite: str


def parse_sources(listing: str, codename: str, target: str) -> list[AptSource]:
    """Sources of the target suite, from the host's index targets.

    + listing: lines "URI CODENAME"
    + codename: the host's release, such as bookworm
    + target: the guest's release, such as trixie
    """
    found = []
    for line in sorted(set(listing.splitlines())):
        uri, _, suite = line.strip().partition(" ")
        if suite == codename or suite in (f"{codename}-updates", f"{codename}-security"):
            found.append(AptSource(uri, target + suite.removeprefix(codename)))
    return sorted(found, key=lambda source: source.suite)


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
    found = [source for source in parse_sources(listing, codename(), target) if _exists(source)]
    if not any(source.suite == target for source in found):
        raise SandboxError(
            f"no apt source of this host serves Debian {target}; run apt-get update, on a Debian host, and try again"
        )
    memory.parent.mkdir(parents=True, exist_ok=True)
    draft = memory.with_suffix(f".{os.getpid()}.part")
    draft.write_text(json.dumps(found))
    draft.replace(memory)
    return found


def _exists(source: AptSource) -> bool:
    url = f"{source.uri.rstrip('/')}/dists/{source.suite}/InRelease"
    if not url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=20):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False
