"""Servers named by an address that means whoever asks: inside a container, the container itself. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from deploy.settings.settings import Settings


def problems(settings: Settings) -> list[str]:
    """One line `key.path: problem. remedy` for each server that Chatwoot would look for in its own container."""
    servers = {
        "smtp.host": settings.smtp.host,
        "postgres.host": settings.postgres.host,
        "redis.url": _host(settings.redis.url),
    }
    return [
        f"{key}: {name} is the container itself, where Chatwoot runs. Name the host by another address of its own, and "
        "the port in machine.container_ports"
        for key, name in servers.items()
        if name and _itself(name)
    ]


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # its words could show what else the URL holds
        return None


def _itself(name: str) -> bool:
    try:
        address = ip_address(name.strip("[]"))
    except ValueError:
        return name.rstrip(".").lower() == "localhost"
    return address.is_loopback or address.is_unspecified
