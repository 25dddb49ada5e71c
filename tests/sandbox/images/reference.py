"""Names of images as compose files write them, and as the registry stores them."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.sandbox.errors import SandboxError

_PART = r"[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*"
_NAME = re.compile(rf"(?P<repository>{_PART}(?:/{_PART})*):(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{{0,127}})")


class Reference(NamedTuple):
    """Repository as stored (official images under library/) and tag."""

    repository: str
    tag: str

    def __str__(self) -> str:
        return f"{shown(self.repository)}:{self.tag}"


def shown(repository: str) -> str:
    """Repository as people write it: library/redis is redis."""
    return repository.removeprefix("library/")


def parse(name: str) -> Reference:
    """Reference of a Docker Hub name with a tag.

    + name: such as redis:8.0, chatwoot/chatwoot:v4.10.0-ce, docker.io/chatwoot/chatwoot:v4.10.0-ce

    Raises SandboxError for anything else: a registry-mirrors entry is asked for Docker Hub names only.
    """
    first, slash, rest = name.partition("/")
    if slash and first == "docker.io":
        name = rest
    elif slash and ("." in first or ":" in first or first == "localhost"):
        raise SandboxError(
            f"{name}: the VPS asks the local registry for Docker Hub names only; leave {first}/ out of the name"
        )
    found = _NAME.fullmatch(name)
    if not found:
        raise SandboxError(f"{name}: not an image name with a tag, such as chatwoot/chatwoot:v4.10.0-ce")
    repository = found["repository"]
    return Reference(repository if "/" in repository else f"library/{repository}", found["tag"])
