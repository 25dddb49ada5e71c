"""Which services, networks and volumes an installation has."""

from typing import Any, NamedTuple

from deploy.settings.settings import Settings

RAILS = ("chatwoot", "worker", "scheduler")
EXTENSIONS = ("pg_stat_statements", "pg_trgm", "pgcrypto", "vector")


class Named(NamedTuple):
    """A network or volume: its key in the Compose file and its definition."""

    key: str
    definition: dict[str, Any]


def services(settings: Settings) -> tuple[str, ...]:
    """Services of the Compose file, in the order they start."""
    names = []
    if settings.postgres.embedded:
        names.append("postgres")
    if settings.redis.embedded:
        names.append("redis")
    names += ["migrate", *RAILS]
    if settings.proxy.managed:
        names.append("traefik")
    return tuple(names)


def data(settings: Settings) -> tuple[str, ...]:
    """The services that hold data; everything else waits for them."""
    return tuple(name for name in services(settings) if name in ("postgres", "redis"))


def image(settings: Settings, service: str) -> str:
    """The image that a service runs, as the host pulls it."""
    references = {
        "postgres": settings.images.postgres,
        "redis": settings.images.redis,
        "traefik": settings.images.traefik,
    }
    return settings.images.resolve(references.get(service, settings.chatwoot.reference))


def images(settings: Settings) -> tuple[str, ...]:
    """Every image once, in the order they are needed."""
    return tuple(dict.fromkeys(image(settings, service) for service in services(settings)))


def networks(settings: Settings) -> tuple[Named, ...]:
    """edge: proxy and web. backend: data, closed to the world. egress: the workers' way out."""
    mtu = settings.machine.docker.mtu
    options: dict[str, Any] = {"driver_opts": {"com.docker.network.driver.mtu": str(mtu)}} if mtu else {}
    return (Named("edge", options), Named("backend", options | {"internal": True}), Named("egress", options))


def volume(settings: Settings, key: str) -> str:
    """Name of a volume on the host; PostgreSQL's carries the major, so that no other major ever opens it."""
    suffix = f"postgres-{settings.postgres.major}" if key == "postgres" else key
    return f"{settings.project}-{suffix}"


def volumes(settings: Settings) -> tuple[Named, ...]:
    """Named volumes; all survive the containers."""
    keys = [*data(settings), "storage"]
    if settings.proxy.managed:
        keys.append("traefik")
    return tuple(Named(key, {"name": volume(settings, key)}) for key in keys)
