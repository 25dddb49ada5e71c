"""One look at the containers and images of a project."""

from collections.abc import Sequence

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase

from deploy.stack.state import Container, StackState

_CONTAINER = (
    '= {{index .Config.Labels "com.docker.compose.service"}}|{{.Name}}|{{.State.Status}}|'
    "{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.State.ExitCode}}|{{.RestartCount}}|{{.Config.Image}}|"
    '{{index .Config.Labels "chatwoot-deploy.revision"}}|{{index .Config.Labels "com.docker.compose.oneoff"}}'
)
# Chatwoot's image, and the volume of the database: whatever else lies on the host, these are the ones in use.
_COMPOSE = """-e 's/^  image: /! /p' -e 's/^  postgres: {"name": ".*-postgres-\\([0-9]*\\)".*/% \\1/p'"""


class Stack(FactBase[StackState]):
    """State, health and revision of each container, and which of the images are there; one command."""

    def command(
        self, project: str, images: Sequence[str] = (), root: str = "/nowhere", state: str = "/nowhere"
    ) -> StringCommand:
        """Build the command.

        + project: Compose project
        + images: references to look for
        + root: directory of the Compose file, which tells the installed release when no container does
        + state: directory where an upgrade leaves its record, and a restore that was cut its mark
        """
        # One by one: the engine lists docker.io/library/redis:8.0 as redis:8.0, whatever it was pulled as.
        look: list[str | QuoteString] = []
        for image in images:
            shown = QuoteString(f"+ {{{{.Id}}}}|{image}")
            look += ["docker image inspect -f", shown, QuoteString(image), "2>/dev/null;"]
        return StringCommand(
            *("sed -n", _COMPOSE, QuoteString(f"{root}/compose.yaml"), "2>/dev/null;"),
            *("sed -n 's/^{/~ {/p'", QuoteString(f"{state}/upgrade/record.json"), "2>/dev/null;"),
            *("sed -n '1s/^/> /p'", QuoteString(f"{state}/restored"), "2>/dev/null;"),
            "! command -v docker >/dev/null || {",
            *look,
            "docker ps -aq --filter",
            QuoteString(f"label=com.docker.compose.project={project}"),
            "2>/dev/null | xargs -r docker inspect -f",
            QuoteString(_CONTAINER),
            "2>/dev/null; true; }",
        )

    @staticmethod
    def default() -> StackState:
        """No engine, or nothing there."""
        return StackState()

    def process(self, output: list[str]) -> StackState:
        """Read the lines by their first character."""
        containers: dict[str, Container] = {}
        images: dict[str, str] = {}
        written: str | None = None
        upgrade, restored, major = "", "", None
        for line in output:
            kind, fields = line[:2], line[2:].split("|")
            if kind == "= " and len(fields) == 9:
                service, name, status, health, code, restarts, image, revision, oneoff = fields
                if oneoff == "True":
                    continue  # a second web that an upgrade has started beside the service
                containers[service] = Container(
                    name.lstrip("/"), status, health, int(code), int(restarts), image, revision
                )
            elif kind == "! ":
                written = line[2:]
            elif kind == "% ":
                major = int(line[2:])
            elif kind == "~ ":
                upgrade = line[2:]
            elif kind == "> ":
                restored = line[2:]
            elif kind == "+ ":
                images |= dict.fromkeys(fields[1:], fields[0])
        return StackState(containers, images, written, upgrade, restored, major)
