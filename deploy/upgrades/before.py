"""What must be right before a hop touches anything. Runs in Execute."""

from pyinfra.api.host import Host

from deploy.backups import script
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.upgrades import gate

_LISTING_SECONDS = 180


def sound(host: Host, settings: Settings) -> None:
    """Is the release that serves as the gate wants one to be? What is wrong already would fail every hop at its end,
    and keep the site closed on the way back.

    settings: at the release that serves
    Raises OperatorError naming what to mend.
    """
    gate.settled(host, settings)
    gate.stored(host, settings)


def repository(host: Host, settings: Settings) -> None:
    """Does the backup repository answer, if there is one yet? Asked while the site is open.

    Raises OperatorError with the script's own sentence.
    """
    asked = connection.run(host, script.command(settings, ["reach"]), timeout=_LISTING_SECONDS)
    if not asked.ok:
        raise OperatorError(script.sentence(asked.stderr, asked.stdout))
