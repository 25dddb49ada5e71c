"""Is the host on its way down? Then a failure is no fault of the release, and there is nobody left to undo it with."""

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection


def stand(host: Host, failure: str, verb: str) -> None:
    """Leave everything as it is when the host reboots: its containers were stopped, not broken.

    failure: what went wrong, for the message
    verb: what finishes it later
    Raises OperatorError when it is so; what a dead connection raises passes through.
    """
    # "stopping" from the moment systemd has been told to shut down (systemctl(1), is-system-running).
    if connection.run(host, "systemctl is-system-running").stdout.strip() == "stopping":
        raise OperatorError(
            f"{failure}\n  The host is going down, so nothing was undone. Run {verb} again when it is up, which goes "
            "on from here"
        )
