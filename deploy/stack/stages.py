"""One host's containers on their way up: pulled, started, waited for. Runs in Execute."""

import shlex
import time

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.stack.facts import Stack
from deploy.stack.state import StackState, missing
from deploy.stack.waiting import failed, waiting


def unit(project: str) -> str:
    """The transient systemd unit that pulls the images."""
    return f"chatwoot-deploy-pull-{project}.service"


class Stages:
    """One host's way up."""

    def __init__(self, host: Host, project: str, root: str, wait_seconds: int) -> None:
        self.host, self.project, self.root, self.wait_seconds = host, project, root, wait_seconds

    def pulled(self, images: tuple[str, ...]) -> None:
        """Wait for the pull in the background, then pull what is still missing in the foreground."""
        began, told = time.monotonic(), -1
        while True:
            lacking = missing(images, self._state(images))
            if not lacking:
                return
            if not connection.run(self.host, f"systemctl is-active -q {shlex.quote(unit(self.project))}").ok:
                break
            if len(lacking) != told:
                told = len(lacking)
                self._tell(f"pulling images, {told} of {len(images)} to go ({time.monotonic() - began:.0f} s)")
            time.sleep(1)
        if missing(images, self._state(images)):
            self._tell(f"pulling {', '.join(lacking)}")
            self._compose("pull --quiet", "pulling images", timeout=1800)

    def healthy(self, title: str, services: list[str]) -> None:
        """Start the services and wait until they are healthy."""
        if not services:
            return
        self._tell(f"{title}: starting {', '.join(services)}")
        there = self._state().containers
        paused = [there[name].name for name in services if name in there and there[name].status == "paused"]
        if paused:  # Compose starts no container that somebody has paused
            connection.must(self.host, f"docker unpause {_words(paused)}", f"waking {', '.join(paused)}")
        # Compose leaves a container alone whose definition has not changed, however ill it is.
        ill = [
            name
            for name in services
            if name in there and (there[name].health == "unhealthy" or there[name].status == "paused")
        ]
        if ill:
            names = [there[name].name for name in ill]
            command = f"docker stop {_words(names)} && docker rm {_words(names)}"
            connection.must(self.host, command, f"removing {', '.join(names)}", timeout=180)
        self._compose(f"up -d --no-deps --quiet-pull {_words(services)}", f"starting {', '.join(services)}")
        self.arrive(services)

    def migrated(self, seconds: int | None = None) -> None:
        """Prepare or migrate the database in the one-shot container.

        seconds: patience; None for that of every service
        """
        self._tell("preparing the database")
        self._compose("up -d --no-deps --force-recreate migrate", "starting migrate")
        self.arrive(["migrate"], seconds)

    def migrating(self, revision: str) -> bool:
        """Is the one-shot container of that revision at work?"""
        found = self._state().containers.get("migrate")
        return found is not None and found.status == "running" and found.revision == revision

    def role(self, must: bool = True) -> None:
        """Bring the roles' passwords to the declared ones, from the environment file on the host.

        must: False while PostgreSQL may be absent or down
        """
        # docker exec takes env files as they stand, without the quotes that Compose wants.
        environment = f"sed \"s/='\\(.*\\)'$/=\\1/\" {shlex.quote(self.root)}/env/postgres.env"
        query = "psql -q -v ON_ERROR_STOP=1 -U postgres -d postgres -f /docker-entrypoint-initdb.d/20-role.sql"
        container = shlex.quote(f"{self.project}-postgres")
        command = f"{environment} | docker exec -i --env-file /dev/stdin {container} {query}"
        if must:
            connection.must(self.host, command, "setting the database roles' passwords")
        else:
            connection.run(self.host, command)

    def recorded(self, images: tuple[str, ...]) -> None:
        """Write down which digests the tags stood for when they were pulled: a tag can be moved, a digest cannot."""
        template = shlex.quote('{{join .RepoTags " "}} {{join .RepoDigests " "}}')
        names, root = _words(list(images)), shlex.quote(self.root)
        command = f"cd {root} && umask 077 && docker image inspect -f {template} {names} > images.new"
        connection.must(self.host, f"{command} && mv -f images.new images", "writing down the images' digests")

    def remove(self, services: list[str]) -> None:
        """Remove containers of services that are declared no more; their volumes stay."""
        names = [self._state().containers[service].name for service in services]
        connection.must(self.host, f"docker rm -f {_words(names)}", f"removing {', '.join(names)}")

    def arrive(self, services: list[str], patience: int | None = None) -> None:
        """Wait until the services are where they were started for, telling what is waited for.

        patience: seconds; None for that of every service
        """
        began, told = time.monotonic(), ""
        patience = patience or self.wait_seconds
        while True:
            state, seconds = self._state(), time.monotonic() - began
            broken = failed(services, state)
            if broken or seconds > patience:
                raise self._failure(broken or waiting(services, state)[0], seconds, gave_up=not broken)
            left = waiting(services, state)
            if not left:
                self._tell(f"{', '.join(services)} ready after {seconds:.0f} s")
                return
            if told != (told := ", ".join(left)):
                self._tell(f"waiting for {told} ({seconds:.0f} s)")
            time.sleep(1)

    def _failure(self, service: str, seconds: float, gave_up: bool) -> OperatorError:
        container = self._state().containers.get(service)
        if container is None:
            return OperatorError(f"{self.host.name}: {service} vanished while it was waited for. Run apply again")
        name = shlex.quote(container.name)
        logs = connection.run(self.host, f"docker logs --tail 20 {name} 2>&1").stdout
        health = "{{if .State.Health}}{{range .State.Health.Log}}{{.Output}}{{end}}{{end}}"
        probe = connection.run(self.host, f"docker inspect -f {shlex.quote(health)} {name} | tail -n 3").stdout
        how = f"not healthy after {seconds:.0f} s" if gave_up else f"{container.status} ({container.exit_code})"
        text = f"{self.host.name}: {service} is {how}. Its last lines:\n{_indent(logs)}"
        if probe.strip():
            text += f"\n  its health check says: {probe.strip()}"
        return OperatorError(f"{text}\n  Mend the cause and run apply again; it goes on from here")

    def _compose(self, words: str, what: str, timeout: int = 900) -> None:
        connection.must(self.host, f"cd {shlex.quote(self.root)} && docker compose {words}", what, timeout=timeout)

    def _state(self, images: tuple[str, ...] = ()) -> StackState:
        return self.host.get_fact(Stack, project=self.project, images=images)

    def _tell(self, text: str) -> None:
        self.host.log(f"    {text}")


def _words(names: list[str]) -> str:
    return " ".join(shlex.quote(name) for name in names)


def _indent(text: str) -> str:
    return "\n".join(f"    | {line}" for line in text.strip().splitlines())
