"""One look at an installation for the planner of upgrades: one command, no secret in its answer."""

import json
import shlex
from pathlib import Path

from pyinfra.api.host import Host

from deploy.chatwoot import queries
from deploy.chatwoot.facts import own
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.releases.installed import Installed
from deploy.settings.settings import Settings
from deploy.stack.services import volume

_REDIS = "return redis.call('INFO', 'server')"
_HOME = "/var/lib/docker"


def look(host: Host, settings: Settings, running: str | None) -> Installed:
    """What the planner has to know.

    running: image of the running web, as far as the stack tells
    Raises OperatorError when the database does not answer: then nothing about an upgrade can be known.
    """
    output = connection.run(host, command(settings, running), timeout=120).stdout
    found = parse(settings, running, output)
    if found is None:
        raise OperatorError(
            f"{host.name}: the database does not answer, so the release cannot be told. Run apply first, or look at "
            "chatwoot-deploy status"
        )
    return found


def command(settings: Settings, running: str | None) -> str:
    """Prints `database {json}`, `redis VERSION`, `storage MB`, `image BYTES`, `free MB`."""
    asked = queries.psql(settings.project, settings.postgres.database, "installed", {}, "postgres" in own(settings))
    redis = queries.redis(settings.project, _REDIS, own(settings))
    uploads = shlex.quote(f"{_HOME}/volumes/{volume(settings, 'storage')}/_data")
    # A backup in a repository of this host is a second copy of the uploads on its disk.
    copied = settings.storage.mode == "local" and settings.backup.kind == "local"
    state = shlex.quote(str(Path(settings.state).parent))
    return "; ".join(
        [
            f'printf "database %s\\n" "$({asked} 2>/dev/null)"',
            f"{redis} 2>/dev/null | tr -d '\\r' | sed -n 's/^redis_version:/redis /p'",
            f"echo storage $(du -sm {uploads} 2>/dev/null | cut -f1)" if copied else "echo storage 0",
            f"docker image inspect -f {shlex.quote('image {{.Size}}')} {shlex.quote(running or 'none')} 2>/dev/null",
            f"df -m --output=avail {_HOME} {state} | tail -n +2 | sort -n | sed -n '1s/^ */free /p'",
        ]
    )


def parse(settings: Settings, running: str | None, output: str) -> Installed | None:
    """The answers as data; None when the database gave none."""
    words = dict(line.partition(" ")[::2] for line in output.splitlines())
    try:
        database = json.loads(words.get("database", ""))
    except ValueError:
        return None
    tag = running.rpartition(":")[2].partition("@")[0].removeprefix("v") if running else None
    # The next release is about as large as this one.
    image = {"image_mb": int(words["image"]) // 1000000} if words.get("image", "").isdigit() else {}
    return Installed(
        version=tag or None,
        schema_versions=frozenset(database["versions"]),
        postgres_major=database["major"],
        postgres_declared=settings.postgres.major if settings.postgres.embedded else None,
        extensions=frozenset(database["extensions"]),
        redis=tuple(int(part) for part in words.get("redis", "0").split(".") if part.isdigit()),
        database_mb=database["megabytes"],
        storage_mb=int(words.get("storage") or 0),
        free_mb=int(words.get("free") or 0),
        **image,
    )
