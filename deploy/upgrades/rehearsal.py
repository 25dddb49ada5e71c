"""A rehearsal's own small stack: a copy of the database, a Redis of its own, and the migration; no worker, no mail, and
a network without a way out. Pure."""

import os
from dataclasses import replace
from typing import Any

import yaml

from deploy.files import templates
from deploy.files.rendered import Directory, Rendered, Tree
from deploy.settings.settings import Settings
from deploy.stack import environment
from deploy.stack.services import EXTENSIONS
from deploy.upgrades.journey import Journey

REQUEST = "CHATWOOT_DEPLOY_REHEARSE"  # the option --rehearse, on its way through pyinfra
FIRST, ONLY = "first", "only"

# Mail, and whatever else of Redis is declared: the copy knows neither.
_FOREIGN = ("SMTP_", "MAILER_", "REDIS_")
_MEMORY = "768m"  # beside a running site; shared_buffers is the image's default, 128 MB
_SHARES = 256  # of 1024: visitors come first


def asked() -> str | None:
    """FIRST: rehearse, then upgrade. ONLY: rehearse. None: no rehearsal."""
    found = os.environ.get(REQUEST)
    return found if found in (FIRST, ONLY) else None


def project(settings: Settings) -> str:
    """Its Compose project, by which everything it made is found again."""
    return f"{settings.project}-rehearsal"


def folder(settings: Settings) -> str:
    """Its directory on the host: rendered files and the dump."""
    return f"{settings.state}/rehearsal"


def container(settings: Settings, service: str) -> str:
    """Name of one of its containers."""
    return f"{project(settings)}-{service}"


def tree(journey: Journey, password: str) -> Tree:
    """The files of a rehearsal of one hop.

    password: of the copy's roles, made for this rehearsal
    """
    settings, root = journey.settings, folder(journey.settings)
    script = Rendered(
        f"{root}/postgres/10-chatwoot.sql", templates.text("postgres/10-chatwoot.sql", extensions=EXTENSIONS)
    )
    rails = [replace(each, path=root + each.path.removeprefix(settings.root)) for each in _rails(journey)]
    files = (
        Rendered(f"{root}/compose.yaml", yaml.safe_dump(_compose(journey), sort_keys=False), "600"),
        _env(root, "postgres", _postgres(settings, password)),
        _env(root, "chatwoot", _chatwoot(journey, password)),
        script,
        *rails,
    )
    return Tree("rehearsal", f"{root}/.staging", root, files, (Directory(root, "700"), Directory(f"{root}/env", "700")))


def _compose(journey: Journey) -> dict[str, Any]:
    settings = journey.settings
    closed = {"security_opt": ["no-new-privileges:true"], "cap_drop": ["ALL"], "restart": "no", "cpu_shares": _SHARES}
    data = closed | {"cap_add": ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"], "mem_limit": _MEMORY}
    # Everything but these of the migration is what the upgrade will run.
    migrate = {
        key: value
        for key, value in journey.definitions["migrate"].items()
        if key not in ("container_name", "labels", "depends_on", "networks", "volumes", "hostname")
    }
    mounts = [each for each in journey.definitions["migrate"].get("volumes", []) if str(each).startswith("./")]
    services: dict[str, Any] = {
        "postgres": data
        | {
            "image": settings.images.resolve(settings.images.postgres),
            "env_file": ["env/postgres.env"],
            "command": ["postgres", "-c", "shared_preload_libraries=pg_stat_statements"],
            "shm_size": "128mb",
            "volumes": ["copy:/var/lib/postgresql/data", "./postgres:/docker-entrypoint-initdb.d:ro"],
            # Over TCP: while the first start still makes the cluster, only the local socket answers.
            "healthcheck": _health(
                "pg_isready", "-q", "-h", "127.0.0.1", "-U", "postgres", "-d", settings.postgres.database
            ),
        },
        "redis": data
        | {
            "image": settings.images.resolve(settings.images.redis),
            # Without a password: the network has three members, of which this is one.
            "command": ["redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no"],
            "mem_limit": "128m",
            "healthcheck": _health("redis-cli", "ping"),
        },
        "migrate": migrate | {"restart": "no", "cpu_shares": _SHARES, "volumes": mounts},
    }
    for name, each in services.items():
        each |= {"container_name": container(settings, name), "networks": ["alone"]}
    return {
        "name": project(settings),
        "services": services,
        "networks": {"alone": {"internal": True}},
        "volumes": {"copy": {}},
    }


def _health(*words: str) -> dict[str, Any]:
    return {"test": ["CMD", *words], "interval": "2s", "timeout": "5s", "retries": 30, "start_period": "180s"}


def _postgres(settings: Settings, password: str) -> dict[str, str]:
    return {
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": password,
        "CHATWOOT_DATABASE": settings.postgres.database,
        "CHATWOOT_ROLE": settings.postgres.username,
        "CHATWOOT_ROLE_PASSWORD": password,
    }


def _chatwoot(journey: Journey, password: str) -> dict[str, str]:
    told = environment.chatwoot(journey.settings, journey.secrets)
    kept = {name: value for name, value in told.items() if not name.startswith(_FOREIGN)}
    return kept | {
        "POSTGRES_HOST": "postgres",
        "POSTGRES_PORT": "5432",
        "POSTGRES_PASSWORD": password,
        "REDIS_URL": "redis://redis:6379",
        "ACTIVE_STORAGE_SERVICE": "local",
    }


def _rails(journey: Journey) -> list[Rendered]:
    return [each for each in journey.tree.files if each.path.startswith(f"{journey.settings.root}/rails/")]


def _env(root: str, name: str, values: dict[str, str]) -> Rendered:
    quoted = {key: environment.quoted(value) for key, value in values.items()}
    return Rendered(f"{root}/env/{name}.env", templates.text("env/env", environment=quoted), "600", secret=True)
