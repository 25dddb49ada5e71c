"""What Docker says of a project: containers, images, networks; one command."""

import json
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

import pytest

JSON = dict[str, Any]

_SERVICE = "com.docker.compose.service"


@dataclass(frozen=True)
class Engine:
    """As `docker inspect` shows it.

    containers: by service, without their environments: these hold secrets, and pytest prints what it compares
    images: id by reference, of those asked for that are on the host
    networks: by key in the Compose file
    """

    containers: dict[str, JSON]
    images: dict[str, str]
    networks: dict[str, JSON]
    _environments: dict[str, list[str]] = field(repr=False)

    def container(self, service: str) -> JSON:
        """The container of a service; fails the test when there is none."""
        if service not in self.containers:
            pytest.fail(f"service {service} has no container", pytrace=False)
        return self.containers[service]

    def mounts(self, service: str) -> dict[str, str]:
        """Volumes of a container: where it sees them, and their names."""
        mounts = self.container(service)["Mounts"]
        return {each["Destination"]: each["Name"] for each in mounts if each["Type"] == "volume"}

    def environment(self, service: str) -> dict[str, str]:
        """What a container was told at its start. Holds secrets: never in an assertion."""
        self.container(service)
        return dict(line.split("=", 1) for line in self._environments[service])


def command(project: str, references: tuple[str, ...]) -> str:
    """Prints three JSON lists."""
    mine = f"--filter label=com.docker.compose.project={quote(project)}"
    return "\n".join(
        [
            # No container: an empty line, and the tests say what is missing.
            f"docker ps -aq {mine} | xargs -r docker inspect | tr '\\n' ' '; echo",
            # An image that is not there is told on standard error; the others are printed all the same.
            f"docker image inspect {' '.join(map(quote, references))} 2>/dev/null | tr '\\n' ' '; echo",
            f"docker network ls -q {mine} | xargs -r docker network inspect | tr '\\n' ' '; echo",
        ]
    )


def read(output: str) -> Engine:
    """Understand what `command` printed."""
    containers, images, networks = (json.loads(line.strip() or "[]") for line in (output.split("\n") + [""] * 3)[:3])
    by_service = {each["Config"]["Labels"][_SERVICE]: each for each in containers}
    return Engine(
        containers=by_service,
        images={
            name: each["Id"] for each in images for name in (*(each["RepoTags"] or ()), *(each["RepoDigests"] or ()))
        },
        networks={each["Labels"]["com.docker.compose.network"]: each for each in networks},
        _environments={service: each["Config"].pop("Env") or [] for service, each in by_service.items()},
    )
