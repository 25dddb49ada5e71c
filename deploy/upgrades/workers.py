"""Worker and scheduler in an upgrade: quieted, stopped, started anew, and proven by a job. Runs in Execute."""

import re
import secrets
import shlex
import time

from pyinfra.api.host import Host

from deploy.chatwoot import jobs, queries
from deploy.chatwoot.facts import own
from deploy.chatwoot.runner import state
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.stages import Stages
from deploy.upgrades.web import last_lines

ROLES = ("worker", "scheduler")
_QUIET_SECONDS = 30
_STOP_SECONDS = 40  # Sidekiq gives its jobs 25 s to finish and then puts them back into the queue
_CANARY_SECONDS = 60
_BUSY = (
    "local busy = 0 for _, name in ipairs(redis.call('SMEMBERS', 'processes')) do "
    "busy = busy + (tonumber(redis.call('HGET', name, 'busy')) or 0) end return tostring(busy)"
)
_MARK = r"(\S+ [0-9][0-9A-Za-z.-]*)?"  # host and release, see templates/rails/canary.rb
_RETURNED = "return redis.call('GET', 'chatwoot-deploy:canary:' .. {id}) or ''"


def quiet(host: Host, settings: Settings) -> None:
    """Let both take no new jobs, and wait until those at work are done, within reason."""
    names = " ".join(shlex.quote(settings.container(role)) for role in ROLES)
    connection.run(host, f"docker kill -s TSTP {names} >/dev/null 2>&1")
    deadline = time.monotonic() + _QUIET_SECONDS
    while time.monotonic() < deadline:
        answer = connection.run(host, queries.redis(settings.project, _BUSY, own(settings))).stdout.strip()
        if answer in ("", "0"):
            return
        time.sleep(1)


def running(host: Host, settings: Settings) -> bool:
    """Are both there to empty their queues?"""
    names = " ".join(shlex.quote(settings.container(role)) for role in ROLES)
    told = connection.run(host, f"docker inspect -f '{{{{.State.Running}}}}' {names} 2>/dev/null").stdout
    return told.split() == ["true", "true"]


def stop(host: Host, settings: Settings) -> None:
    """Quiet and stop both; jobs that are cut off go back into their queue."""
    quiet(host, settings)
    names = " ".join(shlex.quote(settings.container(role)) for role in ROLES)
    connection.must(
        host,
        f"for each in {names}; do "
        f"! docker inspect $each >/dev/null 2>&1 || docker stop -t {_STOP_SECONDS} $each || exit 1; done",
        "stopping worker and scheduler",
        timeout=_STOP_SECONDS * 2 + 60,
    )


def roll(host: Host, settings: Settings) -> None:
    """Replace both by what the Compose file on the host now defines, and wait until they are healthy.

    Raises OperatorError with the last lines of the failing container's log.
    """
    # Stopped in any case: a run that was cut may have quieted the new ones, and a quiet Sidekiq stays quiet.
    stop(host, settings)
    stages = Stages(host, settings.project, settings.root, settings.health.wait_seconds)
    stages.healthy("worker and scheduler", list(ROLES))


def prove(host: Host, settings: Settings) -> None:
    """Send a job through each of the two and wait until it has come back.

    A live process in Sidekiq's table is no proof that jobs are done (failure mode worker-dead).
    Raises OperatorError naming the role whose job never came back.
    """
    for role in ROLES:
        _canary(host, settings, role)


def _canary(host: Host, settings: Settings, role: str) -> None:
    container = settings.container(role)
    queue, deadline = "", time.monotonic() + _CANARY_SECONDS
    while not queue:
        found = state(host, settings)
        queues = [each.queues for each in found.processes if each.hostname == container] if found else []
        if queues and queues[-1]:
            queue = "default" if "default" in queues[-1] else queues[-1][0]
        elif time.monotonic() > deadline:
            raise OperatorError(f"{role} is in no table of live Sidekiq processes\n{last_lines(host, container)}")
        else:
            time.sleep(1)
    token = secrets.token_hex(12)
    job = jobs.job("ChatwootDeployCanary", queue, [token], token, time.time())
    _redis(host, settings, jobs.push(queue, job), "pushed")
    deadline = time.monotonic() + _CANARY_SECONDS
    while not (mark := _redis(host, settings, _RETURNED.format(id=jobs.quoted(token)), _MARK)):
        if time.monotonic() > deadline:
            raise OperatorError(
                f"{role} lives but did not do the job it was sent through queue {queue} within {_CANARY_SECONDS} s\n"
                f"{last_lines(host, container)}"
            )
        time.sleep(0.5)
    wanted = ".".join(str(each) for each in settings.chatwoot.number)
    if mark.split()[-1] != wanted:  # see templates/rails/canary.rb
        raise OperatorError(f"the job sent through {role} was done by release {mark.split()[-1]}, not {wanted}")


def _redis(host: Host, settings: Settings, lua: str, wanted: str) -> str:
    """The answer, which has to match. redis-cli ends with 0 when the script or the password is refused."""
    command = queries.redis(settings.project, lua, own(settings))
    answer = connection.must(host, command, "asking Redis").strip()
    if not re.fullmatch(wanted, answer):
        raise OperatorError(f"Redis does not do what it is asked: {answer[:200] or 'no answer'}. See logs of redis")
    return answer
