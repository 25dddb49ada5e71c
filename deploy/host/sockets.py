"""Listening TCP sockets, from `ss -Hltnp` or from /proc/net/tcp; pure."""

import re
from collections.abc import Sequence

from deploy.checks.observed import Listener


def listeners(lines: Sequence[str]) -> tuple[Listener, ...]:
    """The sockets, in the order they are shown; one program for each, "" where only root could tell."""
    owners = {words[1]: " ".join(words[2:]) for line in lines if (words := line.split())[:1] == ["owner"]}
    found = []
    for line in lines:
        words = line.split()
        if words[:1] == ["raw"] and len(words) == 3:
            address, port = words[1].split(":")
            found.append(Listener(_unpacked(address), int(port, 16), owners.get(words[2], "")))
        elif words[:1] == ["LISTEN"] and len(words) >= 4:
            address, _, port = words[3].rpartition(":")
            program = re.search(r'\(\("([^"]*)"', line)
            found.append(Listener(address.strip("[]"), int(port), program[1] if program else ""))
    return tuple(found)


def _unpacked(packed: str) -> str:
    # The kernel prints addresses as 32-bit words in the machine's byte order; both our architectures are little-endian.
    if set(packed) == {"0"}:
        return "0.0.0.0" if len(packed) == 8 else "::"  # noqa: S104
    if len(packed) == 8:
        return ".".join(str(byte) for byte in reversed(bytes.fromhex(packed)))
    words = [bytes.fromhex(packed[i : i + 8])[::-1].hex() for i in range(0, 32, 8)]
    return ":".join(word[i : i + 4] for word in words for i in (0, 4))
