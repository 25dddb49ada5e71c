"""A test mail through Chatwoot's own worker: queued, awaited, taken back when nobody takes it."""

import json
import secrets
import time
from typing import Any

from pyinfra.api.host import Host

from deploy.chatwoot import jobs, queries
from deploy.chatwoot.facts import own
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings

QUEUE = "mailers"  # config/sidekiq.yml of every release; the worker's, since no cron job goes there
_CLASS = "ChatwootDeployMail"  # templates/rails/mail_test.rb
_ANSWERED = "return redis.call('GET', 'chatwoot-deploy:mail:' .. {id}) or ''"
_SECONDS = 90  # Net::SMTP waits up to 30 s to connect and 60 s to read


def send(host: Host, settings: Settings, address: str) -> str:
    """Send one mail; gives what was done, as a clause.

    address: of the recipient
    Raises OperatorError: what the mail server, or Redis, said; or that the worker takes no jobs.
    """
    if not settings.smtp.host:
        raise OperatorError(f"{host.name}: smtp.host is not declared, so Chatwoot sends no mail. Declare it and apply")
    token = secrets.token_hex(12)
    job = jobs.job(_CLASS, QUEUE, [token, address], token, time.time())
    if _redis(host, settings, jobs.push(QUEUE, job)) != "pushed":
        raise OperatorError(f"{host.name}: Redis does not take the job. Look at logs of redis")
    answer = _awaited(host, settings, token)
    if answer is None:
        if _redis(host, settings, jobs.withdraw(QUEUE, job)) == "1":
            raise OperatorError(
                f"{host.name}: the worker did not take the job within {_SECONDS} s, and it was taken back: no mail "
                "was sent. Look at logs of worker, and at status"
            )
        raise OperatorError(
            f"{host.name}: the worker took the job and did not say within {_SECONDS} s how it went. Run apply when "
            f"this release of chatwoot-deploy was never applied here; else look at logs of worker"
        )
    if not answer.get("ok"):
        error = " ".join(str(answer.get("error")).split())
        raise OperatorError(f"{host.name}: the worker could not send: {error}. Correct smtp, run apply, and try again")
    return f"the worker of Chatwoot {answer.get('version')} gave a mail for {address} to {answer.get('server')}"


def _awaited(host: Host, settings: Settings, token: str) -> dict[str, Any] | None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        text = _redis(host, settings, _ANSWERED.format(id=jobs.quoted(token)))
        if text:
            return _parsed(host, text)
        time.sleep(0.5)
    return None


def _parsed(host: Host, text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
        if isinstance(answer, dict):
            return answer
    except ValueError:
        pass
    # redis-cli ends with 0 when the script or the password is refused.
    raise OperatorError(f"{host.name}: Redis does not do what it is asked: {text[:200]}. Look at logs of redis")


def _redis(host: Host, settings: Settings, lua: str) -> str:
    return connection.must(host, queries.redis(settings.project, lua, own(settings)), "asking Redis").strip()
