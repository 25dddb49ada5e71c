"""Which images a machine of the sandbox runs: the local registry's, the public ones, or one that was named."""

from __future__ import annotations

import json
import os
import re
import socket
from dataclasses import dataclass, field
from typing import Any

from deploy.stack.reference import parse
from tests.sandbox.errors import SandboxError

VARIABLE = "CHATWOOT_IMAGE"
_TAG = re.compile(r"v(?P<version>\d+\.\d+\.\d+(-ce)?)\Z")


@dataclass(frozen=True)
class Choice:
    """Images for a run.

    local: do they come from the local registry?
    data: what is declared over the demo's group data
    told: one line for the operator
    """

    local: bool
    told: str
    data: dict[str, Any] = field(default_factory=dict)

    def options(self) -> list[str]:
        """The same as options of chatwoot-deploy and pyinfra."""
        return [word for key, value in self.data.items() for word in ("--data", f"{key}={json.dumps(value)}")]


def choose() -> Choice:
    """The image named by CHATWOOT_IMAGE, else the public ones where Docker Hub answers, else the stand-in.

    Raises SandboxError when the variable is no NAME:vX.Y.Z.
    """
    named = os.environ.get(VARIABLE)
    if named:
        name, _, tag = named.rpartition(":")
        match = _TAG.match(tag)
        if not name or not match:
            raise SandboxError(f"{VARIABLE}={named} is not NAME:vX.Y.Z or NAME:vX.Y.Z-ce; the tag tells the release")
        data = {"chatwoot": {"image": name, "version": match["version"]}}
        return Choice(True, f"Images: {named} from the local registry, the rest as built here", data)
    if _reachable():
        # Without mirrors the engine asks Docker Hub itself.
        return Choice(False, "Images: the real public ones, from Docker Hub", {"machine": {"docker": {}}})
    return Choice(True, "Images: stand-ins built here from Debian packages, since Docker Hub cannot be reached")


def _reachable() -> bool:
    try:
        with socket.create_connection(parse("redis:8.0").endpoint, timeout=5):
            return True
    except OSError:
        return False
