"""The Compose file, and a revision for each service by which a running container is recognised as current."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import yaml

from deploy.files import templates
from deploy.settings.settings import Settings
from deploy.settings.sizing import Profile
from deploy.stack.services import image, networks, services, volumes

REVISION = "chatwoot-deploy.revision"


def compose(settings: Settings, profile: Profile, inputs: Mapping[str, str]) -> str:
    """The Compose file.

    inputs: for each service a digest of all files that it reads at its start; a change recreates it
    """
    blank = dict.fromkeys(services(settings), "")
    definitions = yaml.safe_load(_text(settings, profile, blank))["services"]
    revisions = {
        service: sha256((json.dumps(definition, sort_keys=True) + inputs.get(service, "")).encode()).hexdigest()[:32]
        for service, definition in definitions.items()
    }
    return _text(settings, profile, revisions)


def declared(text: str) -> dict[str, dict[str, Any]]:
    """The services of a rendered Compose file, by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]
    return found


def revision(definition: Mapping[str, Any]) -> str:
    """The revision that a rendered service carries as a label."""
    return str(definition["labels"][REVISION])


def _text(settings: Settings, profile: Profile, revisions: Mapping[str, str]) -> str:
    names = services(settings)
    healthy = {service: {"condition": "service_healthy"} for service in names if service in ("postgres", "redis")}
    return templates.text(
        "compose.yaml",
        project=settings.project,
        services=names,
        networks=networks(settings),
        volumes=volumes(settings),
        images={service: image(settings, service) for service in names},
        container={service: settings.container(service) for service in names},
        revisions=revisions,
        health=settings.health,
        profile=profile,
        postgres=settings.postgres,
        database=f"{settings.postgres.host or settings.container('postgres')}/{settings.postgres.database}",
        postgres_command=_postgres_command(profile),
        data_healthy=healthy,
        prepared=healthy | {"migrate": {"condition": "service_completed_successfully"}},
    )


def _postgres_command(profile: Profile) -> list[str]:
    options = {
        "shared_buffers": f"{profile.shared_buffers_mb}MB",
        "effective_cache_size": f"{profile.postgres_mb * 3 // 4}MB",
        "shared_preload_libraries": "pg_stat_statements",
        "max_connections": "100",
        "log_min_duration_statement": "5000",
    }
    return ["postgres", *(word for key, value in options.items() for word in ("-c", f"{key}={value}"))]
