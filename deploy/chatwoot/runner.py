"""The bootstrap on a host: one Rails runner call, then the proof that both public doors are closed."""

from collections.abc import Mapping

from pydantic import SecretStr
from pyinfra import logger
from pyinfra.api.host import Host

from deploy.chatwoot import doors, look
from deploy.chatwoot.access import PORT, forget, read
from deploy.chatwoot.bootstrap import NO_ROWS, SECONDS, answer, command, script
from deploy.chatwoot.facts import Application, asked
from deploy.checks.application import ApplicationState
from deploy.errors import OperatorError
from deploy.host import channel, connection
from deploy.settings.settings import Settings


def bootstrap(
    host: Host,
    settings: Settings,
    admin_password: SecretStr,
    service_password: SecretStr,
    rows: Mapping[str, SecretStr],
) -> None:
    """Run it and prove it. The script goes in on stdin; neither it nor the answer is printed.

    rows: settings rows with secret values
    Raises OperatorError: what Chatwoot refused, or which door is still open.
    """
    store(host, settings, admin_password, service_password, rows)
    found = read(host, settings)
    if found is None:
        raise OperatorError("Chatwoot's database does not answer after the bootstrap; run apply again")
    doors.closed(
        settings, state(host, settings), channel.session(host, found.address, PORT, server_name=settings.domain)
    )


def store(
    host: Host,
    settings: Settings,
    admin_password: SecretStr,
    service_password: SecretStr,
    rows: Mapping[str, SecretStr] = NO_ROWS,
    container: str | None = None,
) -> None:
    """Run the script alone.

    rows: settings rows with secret values
    container: the web to run it in; None for the service itself
    Raises OperatorError: what Chatwoot refused.
    """
    host.log_styled("bootstrapping Chatwoot: one Rails runner call, 10 to 60 s", fg="cyan", log_func=logger.info)
    output = connection.run(
        host,
        command(container or settings.container("chatwoot")),
        stdin=script(settings, admin_password, service_password, rows),
        timeout=SECONDS,
    )
    answer(output.ok, output.stdout, output.stderr, (admin_password, service_password, *rows.values()))
    forget(host)


def state(host: Host, settings: Settings) -> ApplicationState | None:
    """The fact's answer, asked inside a step, where pyinfra's own bookkeeping of facts has no place."""
    return look.application(connection.run(host, Application().command(**asked(settings))).stdout.splitlines())
