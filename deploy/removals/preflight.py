"""May this installation be taken off? Asked before anything is touched."""

import shlex

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import kit
from deploy.backups.request import Request
from deploy.host import connection
from deploy.settings.settings import Settings

MARKER = "removing"  # in Settings.state, while a removal whose backup is verified is not done

_UNFINISHED = shlex.quote('"state": "(running|undoing|stuck)"')  # releases/record.py, releases/major.py


def words(settings: Settings) -> str:
    """What an operator types so that volumes and secrets are deleted."""
    return f"delete the data of {settings.domain}"


def saved(host: Host, settings: Settings, asked: Request) -> bool:
    """Is there nothing left to back up: not wanted, or done by a removal that was cut?

    Raises DeployError: data without the words, a kit that was not taken, nothing installed.
    """
    database, marker = shlex.quote(settings.container("postgres")), shlex.quote(f"{settings.state}/{MARKER}")
    state = shlex.quote(settings.state)
    output = connection.run(
        host,
        f"id -u; [ -e {state} ] && echo installed; [ -e {marker} ] && echo marked; "
        f"grep -Eqs {_UNFINISHED} {state}/upgrade/record.json && echo unfinished; "
        f"docker inspect {database} >/dev/null 2>&1 && echo database; {kit.asking(settings)}",
    )
    uid, *told = output.stdout.splitlines() or [""]
    problem = _problem(settings, asked, uid, told)
    if problem:
        report.problem(host.name, problem)
        raise DeployError(f"{host.name}: {problem}")
    return asked.unsaved or ("marked" in told and "database" not in told)


def _problem(settings: Settings, asked: Request, uid: str, told: list[str]) -> str | None:
    if uid != "0":
        return "the commands do not run as root. Log in as root, or set _sudo = True for this host [not-root]"
    if "installed" not in told:
        return f"nothing of project {settings.project} is on this host. Nothing was changed"
    if not asked.data:
        if "unfinished" in told:  # volumes stay, but not the record and the dump that can still mend them
            return (
                "an upgrade is unfinished here, and the dump taken before it would be removed. Run upgrade, which "
                "finishes it, or rollback, which undoes it. Nothing was changed"
            )
        return None
    if asked.words != words(settings):
        return (
            "--delete-data deletes database, uploads and secrets for good. "
            f'If that is what you want, add --words "{words(settings)}". Nothing was changed'
        )
    flags = ("installed", "marked", "unfinished", "database")
    lacking = kit.lacking("\n".join(line for line in told if line not in flags))
    if lacking and not asked.unsaved:
        return f"{lacking}. Nothing was changed"
    return None
