"""Containers run exactly what is declared, healthy and shut in."""

import re
from typing import Any

from deploy.settings.settings import Settings
from deploy.stack.compose import REVISION, revision
from deploy.stack.services import data, images
from tests.vps.engine import Engine
from tests.vps.shell import Shell

Services = dict[str, dict[str, Any]]

_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def test_no_container_is_missing_or_left_over(services: Services, engine: Engine) -> None:
    assert set(engine.containers) == set(services)


def test_names_are_the_declared_ones(settings: Settings, services: Services, engine: Engine) -> None:
    names = {service: each["Name"] for service, each in engine.containers.items()}
    assert names == {service: f"/{settings.container(service)}" for service in services}


def test_all_are_healthy(engine: Engine) -> None:
    states = {service: each["State"] for service, each in engine.containers.items() if service != "migrate"}
    # Each has a health check that tells the truth: none is not good enough.
    sick = {
        service: state["Status"] + " " + state.get("Health", {}).get("Status", "without a health check")
        for service, state in states.items()
        if (state["Status"], state.get("Health", {}).get("Status")) != ("running", "healthy")
    }
    assert not sick


def test_migration_succeeded(engine: Engine) -> None:
    state = engine.container("migrate")["State"]
    assert (state["Status"], state["ExitCode"]) == ("exited", 0)


def test_images_are_the_declared_ones(services: Services, engine: Engine) -> None:
    running = {service: each["Config"]["Image"] for service, each in engine.containers.items()}
    assert running == {service: definition["image"] for service, definition in services.items()}
    # A tag that was pulled again names another image than the one that still runs.
    ids = {service: each["Image"] for service, each in engine.containers.items()}
    assert ids == {service: engine.images.get(definition["image"]) for service, definition in services.items()}


def test_digests_are_written_down(settings: Settings, engine: Engine, shell: Shell) -> None:
    """What the tags stood for when they were pulled."""
    lines = shell.must(f"cat {settings.root}/images").splitlines()
    written = {word for line in lines for word in line.split()}
    unknown = {name: found for name, found in engine.digests.items() if not {name, *found} <= written}
    assert not unknown
    assert set(engine.digests) == set(images(settings))


def test_revisions_are_current(services: Services, engine: Engine) -> None:
    running = {service: each["Config"]["Labels"].get(REVISION) for service, each in engine.containers.items()}
    assert running == {service: revision(definition) for service, definition in services.items()}


def test_logs_are_limited(settings: Settings, engine: Engine) -> None:
    docker = settings.machine.docker
    limits = {"max-size": docker.log_max_size, "max-file": str(docker.log_max_file)}
    for service, each in engine.containers.items():
        log = each["HostConfig"]["LogConfig"]
        assert (log["Type"], log["Config"]) == ("local", log["Config"] | limits), service


def test_privileges_are_dropped(services: Services, engine: Engine) -> None:
    for service, each in engine.containers.items():
        host = each["HostConfig"]
        assert not host["Privileged"], service
        assert "no-new-privileges:true" in (host["SecurityOpt"] or []), service
        assert [_bare(name) for name in host["CapDrop"] or []] == ["ALL"], service
        added = {_bare(name) for name in host["CapAdd"] or []}
        assert added == set(services[service].get("cap_add", [])), service


def test_nobody_holds_the_docker_socket(engine: Engine) -> None:
    sources = {service: [mount["Source"] for mount in each["Mounts"]] for service, each in engine.containers.items()}
    holders = [service for service, paths in sources.items() if any("docker.sock" in path for path in paths)]
    assert not holders


def test_memory_is_limited(services: Services, engine: Engine) -> None:
    limits = {service: each["HostConfig"]["Memory"] for service, each in engine.containers.items()}
    assert limits == {service: _bytes(definition["mem_limit"]) for service, definition in services.items()}


def test_none_ran_out_of_memory(engine: Engine) -> None:
    assert not [service for service, each in engine.containers.items() if each["State"]["OOMKilled"]]


def test_all_come_back_after_a_reboot(services: Services, engine: Engine) -> None:
    policies = {service: each["HostConfig"]["RestartPolicy"]["Name"] for service, each in engine.containers.items()}
    assert policies == {service: definition["restart"] for service, definition in services.items()}


def test_data_is_on_the_closed_network_alone(settings: Settings, services: Services, engine: Engine) -> None:
    assert engine.networks["backend"]["Internal"]
    backend = engine.networks["backend"]["Name"]
    joined = {service: [*engine.container(service)["NetworkSettings"]["Networks"]] for service in data(settings)}
    assert joined == {service: [backend] for service in data(settings)}


def test_only_declared_ports_are_published(services: Services, engine: Engine) -> None:
    published = {
        service: {
            (each["HostIp"].replace("0.0.0.0", "").replace("::", ""), each["HostPort"])  # noqa: S104 - all addresses
            for bindings in (container["HostConfig"]["PortBindings"] or {}).values()
            for each in bindings
        }
        for service, container in engine.containers.items()
    }
    assert published == {
        service: {_published(port) for port in each.get("ports", [])} for service, each in services.items()
    }


def _published(port: str) -> tuple[str, str]:
    """Address and port of the host, from the Compose file's `80:80` or `127.0.0.1:3000:3000`."""
    *address, outer, _ = port.split(":")
    return ":".join(address), outer


def _bare(capability: str) -> str:
    return capability.removeprefix("CAP_")  # newer engines write the prefix


def _bytes(limit: str) -> int:
    number, unit = re.fullmatch(r"(\d+)([kmg])", limit).groups()  # type: ignore[union-attr]
    return int(number) * _UNITS[unit]
