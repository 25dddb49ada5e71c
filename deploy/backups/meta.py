"""What a dump says of itself: meta.json beside it; pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from deploy.stack.secrets import ENCRYPTION

# Without these a restored database cannot be used: sessions and signed links, encrypted columns.
KEYS = tuple(sorted(("SECRET_KEY_BASE", *ENCRYPTION)))


@dataclass(frozen=True)
class Meta:
    """The description of a dump; times in UTC, sizes in bytes.

    image: what Chatwoot ran, with its tag
    postgres: release of the server, like 17.5
    keys: fingerprint of the secrets that the data needs
    storage: `local`, or where the uploads are instead
    tables: rows of each table
    """

    made: str
    domain: str
    database: str
    image: str
    schema_version: str
    postgres: str
    keys: str
    storage: str
    tables: Mapping[str, int]

    @property
    def tag(self) -> str:
        """Chatwoot's tag: v4.10.0-ce."""
        return self.image.rpartition(":")[2]


def parse(text: str) -> Meta:
    """Read meta.json.

    Raises OperatorError when it is damaged or of another format.
    """
    try:
        found = json.loads(text)
        if found["format"] != 1:
            raise OperatorError("the backup is of a newer chatwoot-deploy than this one; take that one to restore it")
        plain = {name: str(found[name]) for name in Meta.__annotations__ if name != "tables"}
        return Meta(**plain, tables={str(name): int(rows) for name, rows in found["tables"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise OperatorError("the backup's meta.json is damaged; choose another backup") from None


def fingerprint(secrets: Mapping[str, str], names: Sequence[str] = KEYS) -> str:
    """The same as the script on the host makes from its store, which has one secret a line."""
    lines = [f' "{name}": {json.dumps(secrets[name])}\n' for name in names if name in secrets]
    return sha256("".join(sorted(lines)).encode()).hexdigest()


def problems(meta: Meta, settings: Settings) -> list[str]:
    """Why this backup cannot be restored under this declaration, in sentences; empty when it can."""
    found = []
    declared = settings.images.resolve(settings.chatwoot.reference).rpartition(":")[2]
    if meta.tag != declared:
        version = meta.tag.removeprefix("v")
        found.append(
            f"the backup is of Chatwoot {version} and chatwoot.version declares {settings.chatwoot.version}. "
            f"Declare {version} for the restore, and run upgrade afterwards"
        )
    major = int(meta.postgres.partition(".")[0])
    if settings.postgres.embedded and major > settings.postgres.major:
        found.append(
            f"the backup was made by PostgreSQL {major} and postgres.major is {settings.postgres.major}. "
            f"Declare postgres.major {major} with an image of it, on a host without an older volume"
        )
    if not settings.postgres.embedded:
        found.append("the database is on a server of your own. Restore it there by hand, as docs/backups.md tells")
    if meta.storage == "local" and settings.storage.mode != "local":
        found.append("the backup holds uploads and storage.mode is s3. Declare storage.mode local for the restore")
    return found
