"""Backups: what is kept where, how long, and when."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Annotated, Literal

from pydantic import Field, field_validator
from typing_extensions import Doc

from deploy.settings.calendar import Calendar
from deploy.settings.names import OwnFile
from deploy.settings.section import Section

_REPOSITORIES = re.compile(
    r"/[^\s]*[^\s/]|sftp:(//)?[^\s:/@]+(@[^\s:/]+)?(:\d+)?[:/][^\s]+|s3:(https?://)?[^\s]+|rest:https?://[^\s]+"
)


class Backup(Section):
    """Backups of database, uploads, secrets and rendered files: an encrypted restic repository, timers on the host."""

    enabled: bool = Field(True, description="Make backups by timers. The verbs work either way.")
    repository: Annotated[str, Doc("restic repository")] | None = Field(
        None,
        description="Where restic keeps them: a directory of the host, `sftp:user@host:/path` (with the keys of the "
        "host's root), `s3:https://server/bucket/path`, `rest:https://server/path`. Unset = "
        "/var/backups/chatwoot-deploy/PROJECT on the host itself, which a lost disk takes along.",
        examples=["s3:https://s3.example.com/backups/chat"],
    )
    keep_last: int = Field(3, ge=1, le=1000, description="Newest backups that are always kept.")
    keep_daily: int = Field(7, ge=0, le=1000, description="Days of which the last backup is kept.")
    keep_weekly: int = Field(5, ge=0, le=1000, description="Weeks of which the last backup is kept.")
    keep_monthly: int = Field(12, ge=0, le=1000, description="Months of which the last backup is kept.")
    schedule: Calendar = Field("*-*-* 02:15:00", description="When a backup is made.")
    verify_schedule: Calendar = Field(
        "Sun *-*-* 03:15:00",
        description="When the newest backup is read back and restored into a scratch database.",
    )
    check_schedule: Calendar = Field(
        "Wed *-*-* 03:15:00", description="When restic checks the repository and frees the room of forgotten backups."
    )
    ca_certificates: OwnFile | None = Field(
        None, description="PEM file on your side with the roots that vouch for an S3 or REST server, if private."
    )
    textfile_directory: str = Field(
        "/var/lib/prometheus/node-exporter",
        pattern=r"^/[A-Za-z0-9._/-]+$",
        description="Where the numbers for Prometheus go: the textfile directory of Debian's node exporter.",
    )

    @field_validator("repository")
    @classmethod
    def _repository(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not _REPOSITORIES.fullmatch(value) or not value.isprintable():
            raise ValueError(
                "is no repository; write a directory like /mnt/backups/chat, sftp:user@host:/path, "
                "s3:https://server/bucket/path or rest:https://server/path"
            )
        if re.match(r"(rest|s3):(https?://)?[^/]*@", value):
            raise ValueError(
                "carries a login; take it out and give the secrets BACKUP_REST_USERNAME and BACKUP_REST_PASSWORD "
                "(or BACKUP_ACCESS_KEY_ID and BACKUP_SECRET_ACCESS_KEY)"
            )
        return value

    @property
    def kind(self) -> Literal["local", "sftp", "s3", "rest"]:
        """What serves the repository."""
        for kind in ("sftp", "s3", "rest"):
            if (self.repository or "").startswith(f"{kind}:"):
                return kind
        return "local"

    def misplaced(self, taken: Iterable[str]) -> str | None:
        """What is wrong with the place of a local repository, as the rest of a sentence; None when nothing is.

        taken: directories whose content others replace and delete
        """
        if not self.repository or self.kind != "local":
            return None
        here = _normal(self.repository)
        for each in map(_normal, taken):
            if here.is_relative_to(each):
                return f"lies in {each}, where backups would be deleted with the rest"
            if each.is_relative_to(here):
                return f"has {each} below it, so that nobody could tell backups from the rest"
        return None


def _normal(path: str) -> PurePosixPath:
    # As text: links exist on the host only. POSIX gives two leading slashes a meaning of their own, Linux does not.
    return PurePosixPath("/" + normpath(path).lstrip("/"))
