"""What nobody but the operator can bring back: the database on a server of his own. Pure."""

from deploy.errors import OperatorError
from deploy.releases.record import Record
from deploy.settings.settings import Settings


def promise(settings: Settings) -> str:
    """What the operator says before an upgrade that may leave that to him."""
    return f"I restore {settings.postgres.host} by hand if it fails"


def asked(settings: Settings, record: Record, words: str | None) -> None:
    """Has the operator said so? Asked before an upgrade begins.

    words: what he typed
    Raises OperatorError: an unsafe hop is on the way, and nothing here could bring the database back.
    """
    unsafe = [stop.version for stop in record.stops if not stop.safe]
    if settings.postgres.embedded or not unsafe or words == promise(settings):
        return
    raise OperatorError(
        f"the database is on a server of your own ({settings.postgres.host}), and {', '.join(unsafe)} migrates it "
        "behind the maintenance page: if that fails, nothing here can bring it back, and the site stays closed until "
        "you have restored the dump there. If you are ready for that (docs/upgrades.md tells how), say so: "
        f'--words "{promise(settings)}"'
    )


def wanted(settings: Settings, record: Record) -> bool:
    """May going back need the database of before, on a server that is not ours?"""
    return not settings.postgres.embedded and not record.stop.safe and record.reached("migrate")


def words(settings: Settings, record: Record) -> str:
    """What the operator says once he has restored it."""
    return f"{settings.postgres.host} is as it was {record.before}"


def why(settings: Settings) -> str:
    """Why the way back ends here, in words."""
    return f"the database is on a server of your own ({settings.postgres.host}), where only you can restore it"
