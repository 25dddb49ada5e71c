"""Take the stack off as pyinfra operations."""

import shlex
from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.backups.files import repository
from deploy.host import connection, kernel
from deploy.host.steps import step
from deploy.removals import script
from deploy.removals.preflight import MARKER
from deploy.settings.settings import Settings


@operation()
def stack(settings: Settings, data: bool) -> Generator[PyinfraCommand]:
    """
    Remove containers, networks, images, timers, firewall, swap file and every file that was written; keep the engine.

    + settings: the checked declaration
    + data: remove the volumes too
    """
    report.change(host.name, f"project {settings.project}", "removed with its volumes" if data else "removed")
    yield step(_stack, settings, data)


@operation()
def state(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Remove the host's own record: secrets and journal.

    + settings: the checked declaration
    """
    yield step(_state, settings)


def _stack(on: Host, settings: Settings, data: bool) -> None:
    marker = shlex.quote(f"{settings.state}/{MARKER}")
    connection.must(on, f"touch {marker}", "noting that the removal began")
    journal = connection.run(on, f"cat {shlex.quote(f'{settings.state}/journal.jsonl')} 2>/dev/null").stdout
    output = connection.must(on, script.text(settings, data), "removing the stack", timeout=900)
    others, shared = script.left(output)
    packages = script.installed(journal.splitlines())
    if packages and not others:  # who else is here runs on them
        report.handoff(on.name, f"packages that apply installed stay: apt-get purge {' '.join(packages)} removes them")
    kept = "" if data else f"volumes {settings.project}-* and {settings.state} stay; apply brings the site back"
    local = "" if settings.backup.repository else f"the backups in {repository(settings)} stay"
    beside = f"for project {', '.join(others)} on this host stay {', '.join(shared)}" if shared else ""
    booted = "" if kernel.FILE in shared else "kernel settings go back at the next boot"
    for each in filter(None, (kept, local, beside, booted)):
        report.handoff(on.name, each)
    connection.must(on, f"rm -f {marker}", "noting that the removal is done")


def _state(on: Host, settings: Settings) -> None:
    connection.must(on, script.forgetting(settings), "removing the state directory")
