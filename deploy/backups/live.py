"""The live installation under a restore: what would be lost, how it is closed. Runs over SSH."""

import json
import shlex
from dataclasses import dataclass

from pyinfra.api.host import Host

from deploy.backups import database
from deploy.host import connection
from deploy.settings.settings import Settings

_COUNT = (
    "SELECT json_build_object('conversations', (SELECT count(*) FROM conversations), "
    "'contacts', (SELECT count(*) FROM contacts))"
)
# Longer than Traefik takes to see a removed file: what still comes then meets its 503, not a stopped web.
_CLOSING_SECONDS = 2
# Jobs name rows by number, and after a restore the same numbers are given to other rows.
_JOBS = (
    "local n = 0 for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do "
    "n = n + redis.call('LLEN', 'queue:' .. name) redis.call('DEL', 'queue:' .. name) end "
    "for _, name in ipairs({'schedule', 'retry'}) do n = n + redis.call('ZCARD', name) redis.call('DEL', name) end "
    "return n"
)


@dataclass(frozen=True)
class Live:
    """What the live database holds; None where it did not answer.

    installed: is there a database container at all?
    """

    installed: bool
    conversations: int | None = None
    contacts: int | None = None

    @property
    def empty(self) -> bool:
        """Would nothing be lost? A database that does not answer may hold anything."""
        return self.conversations == 0 and self.contacts == 0

    def __str__(self) -> str:
        if self.conversations is None:
            return "a database that does not answer"
        return f"{self.conversations} conversations and {self.contacts} contacts"


def look(host: Host, settings: Settings) -> Live:
    """Ask the live database."""
    container, name = shlex.quote(settings.container("postgres")), shlex.quote(settings.postgres.database)
    query = f"docker exec {container} psql -XqAt -U postgres -d {name} -c {shlex.quote(_COUNT)}"
    command = f"docker inspect {container} >/dev/null 2>&1 && echo installed; {query} 2>/dev/null; true"
    first, *rest = [*connection.must(host, command, "asking the live database").split("\n"), ""]
    try:
        found = json.loads(rest[0])
        return Live(first == "installed", int(found["conversations"]), int(found["contacts"]))
    except (ValueError, KeyError, TypeError, IndexError):
        return Live(first == "installed")


def close(host: Host, settings: Settings) -> None:
    """Lead nobody to web, then stop web, worker and scheduler; the data services stay up.

    Raises OperatorError when something cannot be stopped.
    """
    root = shlex.quote(settings.root)
    route, override = "traefik/dynamic/route.yaml", "compose.override.yaml"
    host.log("    closing the site, stopping web, worker and scheduler")
    # With a proxy of the operator's own web is made anew, so that it comes back unpublished until the doors are proven.
    unpublish = "" if settings.proxy.managed else " && docker compose rm -f chatwoot"
    connection.must(
        host,
        f"cd {root} && {{ ! test -e {route} || {{ rm -f {route}; sleep {_CLOSING_SECONDS}; }}; }} && rm -f {override} "
        f"&& docker compose stop chatwoot worker scheduler{unpublish}",
        "stopping the application",
        timeout=300,
    )


def forget_jobs(host: Host, settings: Settings) -> None:
    """Delete queued, delayed and repeated jobs: those of the replaced database. Sidekiq must be stopped.

    Raises OperatorError when Redis does not answer.
    """
    answer = connection.must(host, database.redis(settings, _JOBS), "removing the old database's jobs", timeout=180)
    count = answer.strip().splitlines()[-1]
    if count != "0":
        host.log(f"    {count} jobs of the replaced database were removed")
