"""What must be true before an upgrade counts as done; anything else rolls it back. Runs in Execute."""

import base64
import secrets
import time

import requests
from pyinfra.api.host import Host

from deploy.backups import database
from deploy.chatwoot import doors
from deploy.chatwoot.runner import state
from deploy.checks.application import CHECKS
from deploy.checks.check import findings
from deploy.errors import OperatorError
from deploy.settings.settings import Settings
from deploy.stack.facts import Stack
from deploy.stack.services import services
from deploy.upgrades import public, web, workers

_PATIENCE_SECONDS = 120
_OUTSIDE_SECONDS = 20


def inside(host: Host, settings: Settings, schema: str | None) -> None:
    """Everything that can be proven without visitors: web, schema, doors, worker and scheduler.

    schema: newest migration of the release; None when the ladder does not know it
    Raises OperatorError: what is not as it should be.
    """
    web.prove(host, settings, settings.container("chatwoot"))
    current(host, settings, schema)
    workers.prove(host, settings)
    settled(host, settings)
    stored(host, settings)


def current(host: Host, settings: Settings, schema: str | None) -> None:
    """Has the database the schema of the release?

    Raises OperatorError when it is older: the migration did not run to its end.
    """
    version = database.schema(host, settings)  # not through web, which an unsafe hop has stopped by now
    if version is None:
        raise OperatorError("the database does not answer after the migration")
    if schema and version < schema:
        raise OperatorError(
            f"the schema is at {version}, older than {schema}, which release {settings.chatwoot.version} needs: "
            "the migration did not run to its end [new-code-old-schema]"
        )


def shut(host: Host, settings: Settings) -> list[str]:
    """What stands open in the stored state: installation page, sign-up, super admins. Asked before the route switches.

    Since 4.3 a row in the database wins over the environment, so a hop can open sign-up (chatwoot.md 5.3).
    """
    found = state(host, settings)
    if found is None:
        raise OperatorError("the database or Redis does not answer after the migration")
    watched = [check for check in CHECKS if check.id in doors.DOORS]
    return [str(each) for each in findings(watched, settings, found, settings.preflight.skip)]


def outside(host: Host, settings: Settings) -> None:
    """What visitors need, asked through the proxy on the host's own port: the release and the websocket.

    Raises OperatorError.
    """
    if not settings.proxy.managed:
        return  # the operator's own proxy is not ours to judge
    deadline, tries = time.monotonic() + _OUTSIDE_SECONDS, 1
    while wrong := _wrong_outside(host, settings):
        # One answer that got lost is no reason to go back, though waiting for it may take longer than all patience.
        if time.monotonic() > deadline and tries > 1:
            raise OperatorError(wrong)
        tries += 1
        time.sleep(1)


def _wrong_outside(host: Host, settings: Settings) -> str | None:
    wanted = ".".join(str(each) for each in settings.chatwoot.number)
    session = public.session(host, settings)
    try:
        answer = session.get(f"{settings.url}/api").json()
        told = answer.get("version") if isinstance(answer, dict) else None
    except (requests.exceptions.RequestException, ValueError) as error:
        return f"the site does not answer through the proxy ({type(error).__name__})"
    if told != wanted:
        return f"through the proxy the site says it is release {told}, not {wanted}"
    status = _websocket(session, settings)
    if status != 101:
        return f"the websocket /cable answers {status}, not 101, through the proxy [cable-blocked]"
    return None


def _websocket(session: requests.Session, settings: Settings) -> int | str:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Origin": settings.url,
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
    }
    try:
        # Streamed: behind a 101 comes no body that would end.
        with session.get(f"{settings.url}/cable", headers=headers, stream=True) as answer:
            return answer.status_code
    except requests.exceptions.RequestException as error:
        return type(error).__name__


def settled(host: Host, settings: Settings) -> None:
    """Are all containers there and healthy, within patience?

    Raises OperatorError naming those that are not.
    """
    # A machine that is busy with two starts at once may miss a health check of what was not touched at all.
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        containers = host.get_fact(Stack, project=settings.project).containers
        ill = [f"{name} is gone" for name in services(settings) if name not in {"migrate", *containers}]
        ill += [
            f"{name} is {each.health if each.status == 'running' else each.status}"
            for name, each in containers.items()
            if name != "migrate" and not each.settled
        ]
        if not ill:
            return
        if time.monotonic() > deadline:
            raise OperatorError(f"after {_PATIENCE_SECONDS} s {', '.join(ill)}")
        time.sleep(2)


def stored(host: Host, settings: Settings) -> None:
    """Is everything right that database and Redis tell, within patience?

    Raises OperatorError with one sentence for each finding.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        found = state(host, settings)
        problems = findings(CHECKS, settings, found, settings.preflight.skip) if found else []
        if found and not problems:
            return
        if time.monotonic() > deadline:
            raise OperatorError("; ".join(map(str, problems)) or "the database or Redis does not answer")
        time.sleep(2)
