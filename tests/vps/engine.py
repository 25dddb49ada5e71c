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
    digests: what registries call those images, as name@sha256:..., by reference
    networks: by key in the Compose file
    """

    containers: dict[str, JSON]
    images: dict[str, str]
    digests: dict[str, list[str]]
    networks: dict[str, JSON]
    _environments: dict[str, list[str]] = field(repr=False)

    def container(self, service: str) -> JSON:
        """The container of a service; fails the test when there is none."""
        if service not in self.containers:
            pytest.fail(f"service {service} has no container", pytrace=False)
        return self.containers[service]

    def address(self, service: str, network: str) -> str:
        """IP address of a container in a network."""
        return str(self.container(service)["NetworkSettings"]["Networks"].get(network, {}).get("IPAddress", ""))

    def mounts(self, service: str) -> dict[str, str]:
        """Volumes of a container: where it sees them, and their names."""
        mounts = self.container(service)["Mounts"]
        return {each["Destination"]: each["Name"] for each in mounts if each["Type"] == "volume"}

    def environment(self, service: str) -> dict[str, str]:
        """What a container was told at its start. Holds secrets: never in an assertion."""
        self.container(service)
        return dict(line.split("=", 1) for line in self._environments[service])


def command(project: str, references: tuple[str, ...]) -> str:
    """Prints three lines: containers and networks as JSON, between them the images."""
    mine = f"--filter label=com.docker.compose.project={quote(project)}"
    return "\n".join(
        [
            # No container: an empty line, and the tests say what is missing.
            f"docker ps -aq {mine} | xargs -r docker inspect | tr '\\n' ' '; echo",
            # One by one: several at once do not say which is which, and Docker Hub's have more than one name.
            f"for image in {' '.join(map(quote, references))}; do "
            """docker image inspect -f "$image {{.Id}}{{range .RepoDigests}} {{.}}{{end}};" $image 2>/dev/null; """
            """done | tr '\\n' ' '; echo""",
            f"docker network ls -q {mine} | xargs -r docker network inspect | tr '\\n' ' '; echo",
        ]
    )


def read(output: str) -> Engine:
    """Understand what `command` printed."""
    containers, images, networks = (output.split("\n") + [""] * 3)[:3]
    by_service = {each["Config"]["Labels"][_SERVICE]: each for each in json.loads(containers.strip() or "[]")}
    known = {words[0]: words[1:] for line in images.split(";") if (words := line.split())}
    return Engine(
        containers=by_service,
        images={reference: words[0] for reference, words in known.items()},
        digests={reference: words[1:] for reference, words in known.items()},
        networks={each["Labels"]["com.docker.compose.network"]: each for each in json.loads(networks.strip() or "[]")},
        _environments={service: each["Config"].pop("Env") or [] for service, each in by_service.items()},
    )
