"""The units of the backups' timers on the host; pure."""

from deploy.files import templates
from deploy.files.rendered import Rendered
from deploy.settings.settings import Settings

_DIRECTORY = "/etc/systemd/system"
_TITLES = {
    "run": "Backup",
    "verify": "Reading back of the newest backup",
    "check": "Check of the backup repository",
}


def unit(settings: Settings, command: str) -> str:
    """Name of the unit that runs a command of the script, without .service or .timer."""
    suffix = "" if command == "run" else f"-{command}"
    return f"chatwoot-deploy-backup-{settings.project}{suffix}"


def declared(settings: Settings) -> dict[str, bool]:
    """Each timer, and whether it is to run."""
    return {f"{unit(settings, command)}.timer": settings.backup.enabled for command in _TITLES}


def files(settings: Settings) -> tuple[Rendered, ...]:
    """A service and a timer for each command; nothing when backups are switched off."""
    backup = settings.backup
    if not backup.enabled:
        return ()
    calendars = {"run": backup.schedule, "verify": backup.verify_schedule, "check": backup.check_schedule}
    found = []
    for command, calendar in calendars.items():
        told = {"title": _TITLES[command], "domain": settings.domain}
        path, script = f"{_DIRECTORY}/{unit(settings, command)}", f"{settings.root}/backup/backup.sh"
        found.append(templates.render("backup/unit.service", f"{path}.service", script=script, command=command, **told))
        found.append(templates.render("backup/unit.timer", f"{path}.timer", calendar=calendar, **told))
    return tuple(found)
