"""Volumes: the declared ones, at their places, and no nameless one that an update would lose."""

from deploy.checks.observed import HostState
from deploy.settings.settings import Settings
from deploy.stack.services import RAILS, data, volume, volumes
from tests.vps.engine import Engine

# Where the images keep what must survive them.
_PLACES = {"postgres": "/var/lib/postgresql/data", "redis": "/data"}


def test_declared_volumes_exist(settings: Settings, seen: HostState) -> None:
    assert {each.definition["name"] for each in volumes(settings)} <= set(seen.volumes)


def test_data_lies_in_its_volume(settings: Settings, engine: Engine) -> None:
    found = {service: engine.mounts(service).get(_PLACES[service]) for service in data(settings)}
    assert found == {service: volume(settings, service) for service in data(settings)}


def test_uploads_are_shared(settings: Settings, engine: Engine) -> None:
    found = {service: engine.mounts(service).get("/app/storage") for service in RAILS}
    assert found == dict.fromkeys(RAILS, volume(settings, "storage"))


def test_certificates_survive_the_proxy(settings: Settings, engine: Engine) -> None:
    kept = {name for service in engine.containers if service == "traefik" for name in engine.mounts(service).values()}
    assert kept == ({volume(settings, "traefik")} if settings.proxy.managed else set())


def test_no_volume_is_nameless(settings: Settings, engine: Engine) -> None:
    declared = {each.definition["name"] for each in volumes(settings)}
    mounted = {name for service in engine.containers for name in engine.mounts(service).values()}
    assert mounted == declared
