"""The stack of a throw-away machine as its engine shows it."""

import json

from tests.e2e.site import Site
from tests.sandbox.deadline import wait_until
from tests.sandbox.errors import SandboxError
from tests.sandbox.machine import Machine

PATIENCE_SECONDS = 240
_STATES = (
    "docker ps -a --filter label=com.docker.compose.project={project} "
    "--format '{{{{.Label \"com.docker.compose.service\"}}}} {{{{.State}}}} {{{{.Status}}}}'"
)


def states(site: Site) -> dict[str, str]:
    """Service to one word: its health, or its state where it has no health check."""
    found = {}
    lines = site.machine.run(_STATES.format(project=site.project), check=False, timeout=30).stdout.splitlines()
    for line in lines:
        service, state, status = line.split(" ", 2)
        health = status.rpartition("(")[2].rstrip(")") if "(" in status and state == "running" else ""
        found[service] = health.removeprefix("health: ") or state
    return found


def arrived(site: Site) -> bool:
    """Are all services healthy, and migrate done?"""
    try:
        found = states(site)
    except SandboxError:
        return False
    wanted = {service: "exited" if service == "migrate" else "healthy" for service in found}
    return "traefik" in found and found == wanted


def wait(site: Site, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until the stack is healthy, touching nothing. Gives the seconds."""
    return wait_until(lambda: arrived(site), seconds, f"the stack of {site.machine.name} to be healthy", 0.5)


def redis(site: Site, *words: str) -> str:
    """What redis-cli answers."""
    quoted = " ".join(f"'{word}'" for word in words)
    return site.machine.run(f"docker exec {site.project}-redis redis-cli {quoted}").stdout.strip()


def sql(site: Site, text: str) -> str:
    """What the database answers, as its superuser."""
    command = f"docker exec -i {site.project}-postgres psql -XqAt -v ON_ERROR_STOP=1 -U postgres -d chatwoot"
    return site.machine.run(command, stdin=text).stdout.strip()


def rails(site: Site, text: str, seconds: float = 120) -> str:
    """What a line of Ruby prints inside the application."""
    command = f"docker exec -i {site.project}-chatwoot bundle exec rails runner -"
    return site.machine.run(command, stdin=text, timeout=seconds).stdout


def secrets(machine: Machine, state: str) -> dict[str, str]:
    """The store of secrets on the machine."""
    found: dict[str, str] = json.loads(machine.run(f"cat {state}/secrets.json").stdout)
    return found
