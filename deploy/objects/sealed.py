"""Write-only fields: Chatwoot shows these secrets to nobody, so what was sent is remembered by its hash."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from deploy.objects.secret import Secret


@dataclass
class Sealed:
    """Hashes of the secrets sent, and of what the database then held.

    key: for the hashes; without it they tell nothing about short secrets
    entries: "account/noun/object/field" to {"sent": ..., "stored": ...}
    stale: whether entries differ from what the host keeps
    """

    key: bytes = field(default=b"", repr=False)
    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    stale: bool = False

    def holds(self, name: str, value: Secret, stored: str) -> bool:
        """Was this value the last one sent, and is what it became still in the database?

        stored: hash of what the database holds now
        """
        entry = self.entries.get(name)
        return entry is not None and entry.get("sent") == self._hash(value) and entry.get("stored") == stored

    def keep(self, name: str, value: Secret, stored: str) -> None:
        """Remember a value that has been sent and what the database made of it."""
        entry = {"sent": self._hash(value), "stored": stored}
        if self.entries.get(name) != entry:
            self.entries[name] = entry
            self.stale = True

    def _hash(self, value: Secret) -> str:
        return hmac.new(self.key, value.reveal().encode(), sha256).hexdigest()


class Believed(Sealed):
    """Takes every write-only field for right: for an installation that is only looked at, by nobody who sent them."""

    def holds(self, name: str, value: Secret, stored: str) -> bool:
        """Nobody can tell."""
        return True


class Unseen:
    """What stands for a write-only field of a live object: equal to the secret that was sent last and is still there.

    name: as Sealed.entries calls it
    stored: hash of what the database holds now
    """

    def __init__(self, sealed: Sealed, name: str, stored: str) -> None:
        self.sealed, self.name, self.stored = sealed, name, stored

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.sealed.holds(self.name, other, self.stored)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return "(secret)"


def remember(wanted: Mapping[str, Any], live: Mapping[str, Any]) -> None:
    """Keep the secrets that have just been sent, beside what the database made of them."""
    for secret, unseen in _pairs(wanted, live):
        unseen.sealed.keep(unseen.name, secret, unseen.stored)


def _pairs(wanted: Mapping[str, Any], live: Mapping[str, Any]) -> Iterator[tuple[Secret, Unseen]]:
    for field_, value in wanted.items():
        found = live.get(field_)
        if isinstance(value, Secret) and isinstance(found, Unseen):
            yield value, found
        elif isinstance(value, Mapping) and isinstance(found, Mapping):
            yield from _pairs(value, found)
