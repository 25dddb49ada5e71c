"""The page that visitors see while a hop needs the site to be closed. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.upgrades.web import healthy

_SCRIPT = "/deploy/maintenance.rb"


def name(settings: Settings) -> str:
    """Name of the container."""
    return f"{settings.project}-maintenance"


def start(host: Host, settings: Settings) -> None:
    """Serve 503 with Retry-After from a small container of the image that is on the host anyway.

    Raises OperatorError.
    """
    container, root = shlex.quote(name(settings)), shlex.quote(settings.root)
    health = shlex.quote("{{.State.Status}} {{.State.Health.Status}}")
    if connection.run(host, f"docker inspect -f {health} {container} 2>/dev/null").stdout.strip() == "running healthy":
        return  # of an earlier run, and visitors may be led to it
    stop(host, settings)
    connection.must(
        host,
        f"cd {root} && docker compose run -d --no-deps --name {container} --entrypoint ruby chatwoot {_SCRIPT} "
        f">/dev/null && docker update --restart unless-stopped {container} >/dev/null",
        "starting the maintenance page",
        timeout=300,
    )
    healthy(host, name(settings), settings.health.wait_seconds)


def stop(host: Host, settings: Settings) -> None:
    """Remove the page's container, if there is one; nothing may lead to it any more."""
    connection.must(
        host, f"docker rm -f {shlex.quote(name(settings))} >/dev/null 2>&1 || true", "removing the maintenance page"
    )
