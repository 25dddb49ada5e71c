"""Chatwoot's own state as pyinfra operations: decided from what is there, done in one step each.

They take no `inputs`: on a host where nothing answers yet they plan everything, and in Execute they look again.
"""

from collections.abc import Generator, Mapping

from pydantic import SecretStr
from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand

from deploy import report
from deploy.chatwoot import handoff as files
from deploy.chatwoot import live, runner
from deploy.chatwoot.access import known
from deploy.chatwoot.facts import Application, asked
from deploy.chatwoot.guarded import guarded
from deploy.chatwoot.needed import differing_rows, needed
from deploy.host.steps import step
from deploy.settings.settings import Settings


@operation()
@guarded
def bootstrap(
    settings: Settings, admin_password: SecretStr, service_password: SecretStr, rows: Mapping[str, SecretStr]
) -> Generator[PyinfraCommand]:
    """
    Ensure accounts, super admin, provisioning user and settings exist, and that both public doors are closed.

    + settings: the checked declaration
    + admin_password: for a new super admin only; an existing one keeps his
    + service_password: for a new provisioning user only; nobody logs in with it
    + rows: settings rows with secret values
    """
    # Not access(): it is kept for the phase, and web may get another address in what follows.
    found = known(host, settings) if rows else None
    reasons = [
        *needed(settings, host.get_fact(Application, **asked(settings))),
        *differing_rows(found.rows if found else {}, rows),
    ]
    if not reasons:
        host.noop("Chatwoot is bootstrapped")
        return
    for subject, what in reasons:
        report.change(host.name, subject, what)
    yield step(runner.bootstrap, settings, admin_password, service_password, rows)


@operation()
@guarded
def handoff(settings: Settings, directory: str = files.DIRECTORY) -> Generator[PyinfraCommand]:
    """
    Ensure the operator's side has the hand-off file and the widgets' scripts. Changes nothing on the host.

    + settings: the checked declaration
    + directory: where the files go, on the operator's side
    """
    if host.state.is_executing:
        report.handoff(
            host.name, f"site {settings.url}, login {settings.admin.email}, token in {files.path(directory, host.name)}"
        )
        report.handoff(host.name, "password and recovery kit: chatwoot-deploy secrets INVENTORY --show, --kit FILE")
    stale = files.stale(live.handed(host, settings, directory))
    if not stale:
        host.noop("the hand-off file is current")
        return
    for path in stale:
        report.change(host.name, path.as_posix(), "written")
    yield step(live.hand_over, settings, directory)
