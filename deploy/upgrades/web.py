"""Web containers in an upgrade: a second one beside the service, proven before anything leads to it."""

import json
import shlex
import time

import requests
from pyinfra.api.host import Host

from deploy.chatwoot.access import PORT, known
from deploy.errors import OperatorError
from deploy.host import channel, connection
from deploy.settings.settings import Settings

_BOGUS = "chatwoot-deploy-proves-sql"
_PROOF_SECONDS = 60
STOP_SECONDS = 20  # above the longest request: 15 s in 2.10 (rack-timeout), 14 s in 4.10 (statement timeout)


def beside(settings: Settings) -> str:
    """Name of the second web."""
    return f"{settings.container('chatwoot')}-next"


def start_beside(host: Host, settings: Settings) -> None:
    """Start a second web as the Compose file on the host now defines the service, and wait until it is healthy.

    Docker restarts it after a reboot like any other: by then the route may lead to it.
    Raises OperatorError with the last lines of its log; the second web is then gone again.
    """
    name, root = shlex.quote(beside(settings)), shlex.quote(settings.root)
    remove_beside(host, settings)
    connection.must(
        host,
        f"cd {root} && docker compose run -d --no-deps --name {name} chatwoot >/dev/null && "
        f"docker update --restart unless-stopped {name} >/dev/null",
        "starting the second web",
        timeout=300,
    )
    try:
        healthy(host, beside(settings), settings.health.wait_seconds)
    except OperatorError:
        remove_beside(host, settings)
        raise


def remove_beside(host: Host, settings: Settings) -> None:
    """Stop and remove the second web, if there is one. Nothing may lead to it any more."""
    name = shlex.quote(beside(settings))
    connection.must(
        host,
        f"! docker inspect {name} >/dev/null 2>&1 || "
        f"{{ docker stop -t {STOP_SECONDS} {name} && docker rm -f {name}; }} >/dev/null",
        "removing the second web",
        timeout=STOP_SECONDS + 60,
    )


def prove(host: Host, settings: Settings, container: str) -> None:
    """Prove that a web container is the release it should be, and that database and Redis answer through it.

    `/api` alone proves nothing: it answers 200 while its body says `failing`, and data_services needs a request that
    did SQL first (failure mode health-check-lies, 2.10.0 and 4.10.0). 2.10 tells of no services: the profile with a
    good token needs both.
    Raises OperatorError: what it answered instead.
    """
    address = _address(host, container)
    session = channel.session(host, address, PORT, server_name=settings.domain)
    wanted = ".".join(str(each) for each in settings.chatwoot.number)
    deadline, problem = time.monotonic() + _PROOF_SECONDS, ""
    while True:
        try:
            problem = _problem(session, settings, wanted, _token(host, settings))
        except requests.exceptions.RequestException as error:
            problem = f"gives no answer ({type(error).__name__})"
        if not problem:
            return
        if problem.startswith("says it is") or time.monotonic() > deadline:
            raise OperatorError(f"{container} {problem}\n{last_lines(host, container)}")
        time.sleep(1)


def last_lines(host: Host, container: str, count: int = 15) -> str:
    """The end of a container's log, indented for a message."""
    text = connection.run(host, f"docker logs --tail {count} {shlex.quote(container)} 2>&1").stdout
    return "\n".join(f"    | {line}" for line in text.strip().splitlines())


def _problem(session: requests.Session, settings: Settings, wanted: str, token: str) -> str:
    base, told = f"http://{settings.domain}", {"X-Forwarded-Proto": "https"}
    status = session.get(f"{base}/api/v1/profile", headers=told | {"api_access_token": _BOGUS}).status_code
    if status != 401:
        return f"answers {status}, not 401, to an unknown token: its database does not answer"
    status = session.get(f"{base}/api/v1/profile", headers=told | {"api_access_token": token}).status_code
    if status != 200:
        return f"answers {status} to the provisioning user's profile: database or Redis does not answer"
    answer = session.get(f"{base}/api", headers=told)
    try:
        body = json.loads(answer.text)
    except ValueError:
        return f"answers {answer.status_code} to /api, and not JSON"
    if body.get("version") != wanted:
        return f"says it is release {body.get('version')}, not {wanted}"
    for service in ("queue_services", "data_services"):  # since 2.14
        if body.get(service, "ok") != "ok":
            return f"says {service}: {body[service]}"
    return ""


def _token(host: Host, settings: Settings) -> str:
    found = known(host, settings)
    if found is None:
        raise OperatorError("the database does not answer, or Chatwoot was never bootstrapped here; run apply first")
    return found.token


def _address(host: Host, container: str) -> str:
    template = shlex.quote("{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}")
    answer = connection.must(
        host, f"docker inspect -f {template} {shlex.quote(container)}", f"looking for the address of {container}"
    )
    if not answer.split():
        raise OperatorError(f"{container} has no address: it does not run\n{last_lines(host, container)}")
    return answer.split()[0]


def healthy(host: Host, container: str, seconds: int) -> None:
    """Wait until a container is healthy.

    Raises OperatorError with the last lines of its log.
    """
    deadline = time.monotonic() + seconds
    template = shlex.quote("{{.State.Status}} {{.RestartCount}} {{if .State.Health}}{{.State.Health.Status}}{{end}}")
    while True:
        answer = connection.must(
            host, f"docker inspect -f {template} {shlex.quote(container)}", f"looking at {container}"
        ).split()
        status, restarts, health = (*answer, "")[:3]
        if status == "running" and health in ("healthy", ""):
            return
        if status in ("exited", "dead") or health == "unhealthy" or int(restarts) > 2 or time.monotonic() > deadline:
            raise OperatorError(
                f"{container} is {health if status == 'running' else status} and never became healthy\n"
                f"{last_lines(host, container)}"
            )
        time.sleep(1)
