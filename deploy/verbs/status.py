"""Show containers, disk, memory and the last change of each host; one command a host, changes nothing."""

import json
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from deploy.backups import kit, standing
from deploy.inventory import select
from deploy.settings.settings import Settings
from deploy.verbs import check, options

JOURNAL = "journal.jsonl"  # in Settings.state
_INSPECT = (
    "{{.Name}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.Config.Image}}"
    "|{{.RestartCount}}|{{.State.ExitCode}}"
)
# FORCE_SSL redirects a plain request; no HTTP client but Ruby's own is in every image (failure-modes.md, row 16).
_ASK = 'Net::HTTP.start("127.0.0.1", 3000) { |web| print web.get("/api", { "X-Forwarded-Proto" => "https" }).body }'


@dataclass(frozen=True)
class Container:
    """One container; `health` is empty where none is checked."""

    name: str
    state: str
    health: str
    image: str
    restarts: int
    exit_code: int

    @property
    def well(self) -> bool:
        """Does it do what it should? One-shot containers are well when they ended with 0."""
        if self.state == "running":
            return self.health in ("", "healthy")
        return self.state == "exited" and self.exit_code == 0


@dataclass(frozen=True)
class Status:
    """One look at a host; sizes in MB, version and journal empty when unknown.

    backup: how the last one went, in words
    warnings: what the operator should do about backups and recovery kit
    """

    containers: tuple[Container, ...]
    disk_free_mb: int
    disk_mb: int
    memory_available_mb: int
    memory_mb: int
    version: str
    journal: str
    backup: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Is every container well, and is there one at all?"""
        return bool(self.containers) and all(each.well for each in self.containers)


def arguments(parser: ArgumentParser) -> None:
    """Options of the verb."""
    options.inventory(parser)
    options.json(parser)


def run(arguments: Namespace, rest: Sequence[str]) -> int:
    """Exit 0 when every host answers and every container is well, else 1."""
    from deploy.host import connection
    from deploy.verbs import session

    selection = select(arguments)
    settings = check.require(selection, secrets=False)
    with session.connected(selection) as hosts:
        answers = session.ask(
            hosts, lambda host: parse(connection.must(host, command(settings[host.name]), "reading the status"))
        )
    if arguments.json:
        print(json.dumps({"hosts": {name: asdict(each) | {"well": each.well} for name, each in answers.items()}}))
    else:
        print("\n".join(line for name, each in answers.items() for line in lines(name, each)))
    return 0 if len(answers) == len(selection.hosts) and all(each.well for each in answers.values()) else 1


def command(settings: Settings) -> str:
    """The one shell command that answers everything; parts that cannot be read stay empty."""
    label = shlex.quote(f"label=com.docker.compose.project={settings.project}")
    web, journal = shlex.quote(settings.container("chatwoot")), shlex.quote(f"{settings.state}/{JOURNAL}")
    probe = f"ruby -rnet/http -e {shlex.quote(_ASK)}"
    return "; ".join(
        [
            "echo '== containers'",
            f"docker ps -aq --filter {label} 2>/dev/null | xargs -r docker inspect --format {shlex.quote(_INSPECT)}",
            "echo '== disk'",
            "df -Pm /var/lib/docker 2>/dev/null || df -Pm /",
            "echo '== memory'",
            "grep -E '^(MemTotal|MemAvailable):' /proc/meminfo",
            "echo '== version'",
            f"timeout 10 docker exec {web} {probe} 2>/dev/null",
            "echo",
            "echo '== journal'",
            # Backups have a line of their own.
            f'grep -v \'"verb": "backup\' {journal} 2>/dev/null | tail -n 1',
            "echo '== backup'",
            standing.asking(settings),
            "echo '== kit'",
            kit.asking(settings),
            "true",
        ]
    )


def parse(text: str) -> Status:
    """What the command answered."""
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("== "):
            current = parts.setdefault(line[3:].strip(), [])
        elif line.strip():
            current.append(line.strip())
    disk = (parts.get("disk") or [""])[-1].split()
    memory = {
        key: int(value.split()[0]) // 1024 for key, _, value in (x.partition(":") for x in parts.get("memory", []))
    }
    return Status(
        containers=tuple(
            sorted((_container(line) for line in parts.get("containers", [])), key=lambda each: each.name)
        ),
        disk_free_mb=int(disk[3]) if len(disk) > 3 else 0,
        disk_mb=int(disk[1]) if len(disk) > 3 else 0,
        memory_available_mb=memory.get("MemAvailable", 0),
        memory_mb=memory.get("MemTotal", 0),
        version=_version("".join(parts.get("version", []))),
        journal="".join(parts.get("journal", [])),
        backup=standing.told(parts.get("backup", [])),
        warnings=standing.warnings(parts.get("backup", []), parts.get("kit", [])),
    )


def lines(host: str, status: Status) -> list[str]:
    """The status for people."""
    found = [
        f"{host}: Chatwoot {status.version or 'does not answer'}; "
        f"disk {status.disk_free_mb} of {status.disk_mb} MB free; "
        f"memory {status.memory_available_mb} of {status.memory_mb} MB available"
    ]
    width = max((len(each.name) for each in status.containers), default=0)
    for each in status.containers:
        restarts = f", {each.restarts} restarts" if each.restarts else ""
        state = each.state if each.state != "exited" else f"exited with {each.exit_code}"
        health = f", {each.health}" if each.health else ""
        found.append(f"  {'ok' if each.well else '!!'} {each.name:<{width}}  {state}{health}{restarts}  {each.image}")
    if not status.containers:
        found.append("  !! no containers: run apply")
    found += [f"  last change: {_told(status.journal)}"] if status.journal else []
    found += [f"  last backup: {status.backup}"] if status.backup else []
    return [*found, *(f"  !! {each}" for each in status.warnings)]


def _told(journal: str) -> str:
    """A line of the journal for people; as it is when it is none of ours."""
    try:
        entry: Any = json.loads(journal)
        return f"{entry['verb']} by {entry['who']} at {entry['when']} ({entry['tool']}): {entry['result']}"
    except (ValueError, KeyError, TypeError):
        return journal


def _container(line: str) -> Container:
    name, state, health, image, restarts, code = line.split("|")
    return Container(name.removeprefix("/"), state, health, image, int(restarts), int(code))


def _version(text: str) -> str:
    try:
        answer: Any = json.loads(text)
    except ValueError:
        return ""
    return str(answer.get("version", "")) if isinstance(answer, dict) else ""
