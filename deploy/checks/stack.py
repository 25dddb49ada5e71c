"""Guards over the containers and images before anything is touched. Pure."""

from dataclasses import dataclass

from deploy.checks.check import Check
from deploy.settings.settings import Settings


@dataclass(frozen=True)
class Installed:
    """The stack as it is, and what the registries said.

    image: reference that the installed release runs, None when nothing is installed
    unavailable: why images that have to be pulled cannot be
    unfinished: the upgrade or rollback that was cut, in words
    restored: mark of a restore that was cut, "" without one
    major: of the PostgreSQL volume in use, None when nothing is installed or the server is the operator's own
    """

    image: str | None
    unavailable: tuple[str, ...]
    unfinished: str | None = None
    restored: str = ""
    major: int | None = None


def _release(settings: Settings, seen: Installed) -> str | None:
    declared = settings.images.resolve(settings.chatwoot.reference)
    if seen.image is None or seen.image.rpartition(":")[2] == declared.rpartition(":")[2]:
        return None
    return f"{seen.image} is installed and chatwoot.version declares {settings.chatwoot.version}"


def _unfinished(settings: Settings, seen: Installed) -> str | None:
    return f"{seen.unfinished} is unfinished" if seen.unfinished else None


def _restored(settings: Settings, seen: Installed) -> str | None:
    return "a restore was cut while it replaced the database" if seen.restored else None


def _major(settings: Settings, seen: Installed) -> str | None:
    # The old volume stays after a move, so that volumes alone do not tell; in the middle of one nothing does.
    if not settings.postgres.embedded or seen.unfinished or seen.major in (None, settings.postgres.major):
        return None
    return f"the data is in PostgreSQL {seen.major}, and postgres.major declares {settings.postgres.major}"


def _image(settings: Settings, seen: Installed) -> str | None:
    return "; ".join(seen.unavailable) or None


STACK_CHECKS = (
    Check[Installed](
        "release-changed",
        _release,
        "Run upgrade, which takes a backup and migrates, or declare the installed release",
        "reference failure-modes.md new-code-old-schema",
    ),
    Check[Installed](
        "upgrade-unfinished",
        _unfinished,
        "Wait while somebody is still at it; else run the same upgrade again, which finishes it, or rollback, which "
        "undoes one of Chatwoot",
        "docs/upgrades.md",
    ),
    Check[Installed](
        "restore-unfinished",
        _restored,
        "Run apply, which finishes it, or the same restore again",
        "docs/backups.md",
    ),
    Check[Installed](
        "pg-major-on-old-volume",
        _major,
        "Declare the one that runs, with an image of it; upgrade --postgres moves the data to a newer one",
        "failure mode 7",
    ),
    Check[Installed](
        "image-vanished",
        _image,
        "Declare an image that exists, or set images.registry_prefix to a registry that has it",
        "reference failure-modes.md image-vanished",
    ),
)
