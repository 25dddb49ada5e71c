"""The shell text that takes an installation off its host; pure. Done again after a cut, it finishes."""

import json
from collections.abc import Iterable, Mapping
from shlex import quote

from deploy.backups import timers
from deploy.host import firewall, swap
from deploy.host.docker import SOURCE_FILE
from deploy.host.script import DAEMON_FILE, FIREWALL_NOTE, FIREWALL_TABLE
from deploy.settings.settings import Settings
from deploy.upgrades import rehearsal

# The engine stays, since others may use it, and with it what brings its security upgrades.
_STAYS = (SOURCE_FILE,)
# What the script answers: lines with one of these ahead of a project or a path.
_OTHER, _SHARED = "other ", "shared "

_CONTAINERS = """\
if command -v docker >/dev/null; then
  docker ps -aq --filter label=com.docker.compose.project=$project | xargs -r docker stop >/dev/null
  docker ps -aq --filter label=com.docker.compose.project=$project | xargs -r docker rm -f -v >/dev/null || exit 1
  docker rm -f -v $project-backup-scratch >/dev/null 2>&1
  docker network ls -q --filter label=com.docker.compose.project=$project | xargs -r docker network rm >/dev/null
  # A rehearsal that was killed has left copies of the data, which are no one's.
  docker ps -aq --filter label=com.docker.compose.project=$rehearsal | xargs -r docker rm -f -v >/dev/null || exit 1
  docker volume ls -q --filter label=com.docker.compose.project=$rehearsal | xargs -r docker volume rm >/dev/null ||
    exit 1
  docker network ls -q --filter label=com.docker.compose.project=$rehearsal | xargs -r docker network rm >/dev/null
  # An image that another container uses stays.
  [ ! -e $root/images ] || tr ' ' '\\n' < $root/images | grep -v @ | grep . | xargs -r docker image rm >/dev/null 2>&1
fi"""

_VOLUMES = """\
docker volume ls -q --filter label=com.docker.compose.project=$project | xargs -r docker volume rm >/dev/null ||
  exit 1"""

# Firewall, swap, engine, kernel and apt are of the host: what another project declares there too stays, for it.
_OTHERS = f"""\
others=$(ls -d "${{state%/*}}"/*/manifest-host 2>/dev/null | grep -vxF "$state/manifest-host")
for each in $others; do
  each=${{each%/manifest-host}}; echo "{_OTHER}${{each##*/}}"
done
[ -z "$others" ] || sort -u $others | sed 's/^/{_SHARED}/'
shared() {{ [ -n "$others" ] && grep -qxF -- "$1" $others; }}"""

_UNITS = """\
for unit in $timers $firewall $swap; do
  shared $units/$unit || systemctl disable --now -q $unit 2>/dev/null
done
shared $units/$swap || { swapoff $swapfile 2>/dev/null; rm -f $swapfile; }
shared $units/$firewall || {
  rm -f $note
  ! nft list table $table >/dev/null 2>&1 || nft delete table $table
}"""

_FILES = """\
restart=
[ ! -e $state/manifest-host ] || ! grep -qx $daemon $state/manifest-host || shared $daemon || restart=yes
for list in $state/manifest-*; do
  [ -e "$list" ] || continue
  while IFS= read -r path; do
    case " $stays " in *" $path "*) continue;; esac
    shared "$path" || rm -f -- "$path"
  done < "$list"
  case $list in *-secrets) ;; *) rm -f "$list";; esac
done
rm -rf $root /var/cache/chatwoot-deploy/$project $state/backup $state/upgrade $copy
rm -f $textfile
[ -n "$others" ] || rm -rf /etc/.chatwoot-deploy /var/log/chatwoot-deploy-apt.log /run/chatwoot-deploy-apt
rmdir /etc/chatwoot-deploy /var/cache/chatwoot-deploy 2>/dev/null
systemctl daemon-reload
# Its own configuration is gone: the engine goes back to its defaults, unless others would notice.
[ -z "$restart" ] || [ -n "$(docker ps -q 2>/dev/null)" ] || systemctl restart docker
true"""


def text(settings: Settings, data: bool) -> str:
    """Everything but the state directory; `left` reads what it prints.

    data: volumes too
    """
    variables: Mapping[str, str] = {
        "project": settings.project,
        "root": quote(settings.root),
        "state": quote(settings.state),
        "rehearsal": rehearsal.project(settings),
        "copy": quote(rehearsal.folder(settings)),
        "timers": quote(" ".join(timers.declared(settings))),
        "firewall": firewall.UNIT,
        "swap": swap.UNIT,
        "swapfile": swap.FILE,
        "units": "/etc/systemd/system",
        "table": quote(FIREWALL_TABLE),
        "note": FIREWALL_NOTE,
        "daemon": DAEMON_FILE,
        "stays": quote(" ".join((*_STAYS, *(() if data else (f"{settings.state}/secrets.json",))))),
        "textfile": quote(f"{settings.backup.textfile_directory}/chatwoot_backup_{settings.project}.prom"),
    }
    head = [f"{name}={value}" for name, value in variables.items()]
    return "\n".join([*head, _OTHERS, _CONTAINERS, *([_VOLUMES] if data else []), _UNITS, _FILES])


def left(output: str) -> tuple[list[str], list[str]]:
    """Other projects on this host, and the files of the system that stay for them.

    output: what the script printed
    """
    lines = output.splitlines()
    others = [each.removeprefix(_OTHER) for each in lines if each.startswith(_OTHER)]
    return others, [each.removeprefix(_SHARED) for each in lines if each.startswith(_SHARED)]


def forgetting(settings: Settings) -> str:
    """The state directory with secrets and journal: the very last."""
    state = quote(settings.state)
    return f"rm -rf {state} && {{ rmdir /var/lib/chatwoot-deploy 2>/dev/null; true; }}"


def installed(journal: Iterable[str]) -> list[str]:
    """Debian packages that runs of this package installed, as the host's journal tells; in order, once each."""
    found: dict[str, None] = {}
    for line in journal:
        try:
            details = json.loads(line).get("details") or []
        except (ValueError, AttributeError):
            continue
        for each in details:
            subject, _, what = str(each).partition(": install ")
            if subject == "packages":
                found |= dict.fromkeys(what.split())
    return list(found)
