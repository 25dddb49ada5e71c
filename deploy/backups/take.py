"""A backup taken now, from within another verb."""

from dataclasses import dataclass

from pyinfra.api.host import Host

from deploy.backups import script
from deploy.settings.settings import Settings


@dataclass(frozen=True)
class Taken:
    """A backup that is in the repository.

    snapshot: its id there
    dump: the dump that was kept on the host, if one was asked for
    schema_version: newest row of schema_migrations in it
    bytes: size of everything in it
    """

    snapshot: str
    dump: str | None
    schema_version: str
    seconds: int
    bytes: int


def take(host: Host, settings: Settings, tag: str, keep_dump: str | None = None) -> Taken:
    """Back up database, uploads, secrets and rendered files; runs in Execute.

    tag: letters, digits, dots and hyphens; the backup carries it in the repository, and old ones are not pruned now
    keep_dump: directory on the host (made 0700) where dump and description stay too, for a rollback
    Raises OperatorError with the script's sentence; the site is then as it was.
    """
    words = ["run", "--tag", tag, *(["--keep-dump", keep_dump] if keep_dump else [])]
    found = script.call(host, settings, *words)
    return Taken(
        snapshot=str(found["snapshot"]),
        dump=found["dump"],
        schema_version=str(found["schema_version"]),
        seconds=int(found["seconds"]),
        bytes=int(found["bytes"]),
    )
