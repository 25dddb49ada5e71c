"""How web is reached by a proxy of the operator's own: an override that publishes it once the doors are shut."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import yaml

from deploy.settings.settings import Settings
from deploy.stack import traefik
from deploy.stack.compose import REVISION, revision

_HEADER = (
    "# Made by chatwoot-deploy from group_data; change it there and apply again.\n# Compose reads it by its name.\n"
)


def opened(settings: Settings, web: Mapping[str, Any]) -> dict[str, Any]:
    """The web service as it runs once the site is open.

    web: the service as the Compose file defines it
    """
    extra = _extra(settings)
    if not extra:
        return dict(web)
    labels = {**web["labels"], **extra.get("labels", {}), REVISION: _revision(web, extra)}
    return {**web, **extra, "labels": labels, "networks": [*web["networks"], *extra.get("networks", [])]}


def override(settings: Settings, web: Mapping[str, Any]) -> str:
    """compose.override.yaml: ports or labels, and the revision that tells the open container from the closed one."""
    extra = _extra(settings)
    extra["labels"] = {**extra.get("labels", {}), REVISION: _revision(web, _extra(settings))}
    document: dict[str, Any] = {"services": {"chatwoot": extra}}
    if settings.proxy.network:
        document["networks"] = {"proxy": {"name": settings.proxy.network, "external": True}}
    return _HEADER + yaml.safe_dump(document, sort_keys=False)


def _extra(settings: Settings) -> dict[str, Any]:
    if settings.proxy.mode == "loopback":
        return {"ports": [f"127.0.0.1:{settings.proxy.port}:3000"]}
    if settings.proxy.mode == "network":
        return {"networks": ["proxy"], "labels": traefik.labels(settings)}
    return {}


def _revision(web: Mapping[str, Any], extra: Mapping[str, Any]) -> str:
    text = revision(web) + json.dumps(extra, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]
