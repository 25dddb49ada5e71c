"""What an operator reads when even the way back failed: where things stand, and what to type. Pure."""

from deploy.errors import OperatorError
from deploy.releases.record import Record
from deploy.settings.settings import Settings
from deploy.upgrades import by_hand, log


def told(settings: Settings, record: Record, files_are_back: bool, error: OperatorError) -> str:
    """The error with all that.

    settings: of the release before
    record: as it says `stuck`
    files_are_back: are all files those of the release before?
    """
    root, dump = settings.root, log.dump(settings)
    files = f"the files in {root} are {'' if files_are_back else 'not all '}those of {record.start}"
    kept = f"the dump taken before the hop is in {dump}" if record.before else "no dump was taken yet"
    return (
        f"the way back to {record.start} failed: {error}\n"
        f"  Where things stand: {files}; {kept}; nothing of it was deleted.\n"
        f"  What to type: {_remedy(settings, record)}"
    )


def _remedy(settings: Settings, record: Record) -> str:
    if by_hand.wanted(settings, record):
        return (
            f"restore that dump on {settings.postgres.host}, then `chatwoot-deploy rollback INVENTORY --words "
            f'"{by_hand.words(settings, record)}"`, which goes on from here; docs/upgrades.md tells how'
        )
    return (
        "mend the cause, then `chatwoot-deploy rollback INVENTORY`, which goes on from here; docs/upgrades.md tells "
        "the same by hand"
    )
