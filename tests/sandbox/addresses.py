"""The private network of the sandbox: every address and name follows from the machine's name."""

from __future__ import annotations

import re

from tests.sandbox.errors import SandboxError

BRIDGE = "vpsbr0"
SUBNET = "172.29.7.0/24"
GATEWAY = "172.29.7.1"
GATEWAY_MAC = "02:ac:1d:07:00:01"
DEFAULT = "vps1"


def number(name: str) -> int:
    """Number in a machine's name; raises SandboxError for a name that is not vps1 to vps89."""
    found = re.fullmatch(r"vps([1-9]|[1-8][0-9])", name)
    if not found:
        raise SandboxError(f"{name}: not a machine name; machines are called vps1 to vps89")
    return int(found[1])


def ip(name: str) -> str:
    """Address of a machine: vps1 is 172.29.7.11."""
    return f"172.29.7.{10 + number(name)}"


def mac(name: str) -> str:
    """Fixed hardware address, so that a reset machine does not meet its own stale ARP entry."""
    return f"02:ac:1d:07:00:{10 + number(name):02x}"


def link(name: str) -> str:
    """Host end of the machine's cable."""
    return f"v-{name}"


def domain(name: str) -> str:
    """Demo domain of a machine: chat.test for vps1, chat2.test for vps2."""
    count = number(name)
    return "chat.test" if count == 1 else f"chat{count}.test"


def demo_names(name: str) -> list[str]:
    """Names that point at the machine, inside it and in the ACME server's DNS."""
    base = domain(name)
    return [base, f"chatwoot.{base}", f"app.{base}"]
