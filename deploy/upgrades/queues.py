"""Sidekiq's queues in an upgrade: when is everything done that was in them? Runs in Execute.

Sidekiq fetches from a queue's end what came first, and shows what is at work with each beat of a process (10 s;
lib/sidekiq/launcher.rb 6.5 and 7.3: `IDENTITY:work`, `:workers` before).
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pyinfra.api.host import Host

from deploy.chatwoot import queries
from deploy.chatwoot.facts import own
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.releases.entries import ALL_QUEUES
from deploy.settings.settings import Settings

_TELL_SECONDS = 60
_BEAT_SECONDS = 12  # a job that was fetched just now is seen at work by then
_SKEW_SECONDS = 5
_LOOK = (
    "local waiting, working = {}, {} "
    "for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do "
    "waiting[name] = redis.call('LLEN', 'queue:' .. name) end "
    "for _, process in ipairs(redis.call('SMEMBERS', 'processes')) do for _, kind in ipairs({':work', ':workers'}) do "
    "for _, job in ipairs(redis.call('HVALS', process .. kind)) do local found = cjson.decode(job) "
    "working[#working + 1] = {found.queue, math.floor(tonumber(found.run_at) or 0)} end end end "
    "return cjson.encode({now = tonumber(redis.call('TIME')[1]), waiting = waiting, working = working, "
    "retry = redis.call('ZCARD', 'retry')})"
)


@dataclass(frozen=True)
class Seen:
    """One look at Sidekiq.

    now: Redis' clock, in seconds
    waiting: jobs in each queue
    working: queue and start of each job at work
    retry: failed jobs that will be tried again
    """

    now: int
    waiting: dict[str, int]
    working: tuple[tuple[str, int], ...]
    retry: int


@dataclass
class Emptying:
    """Which queues have done what was in them. Jobs that came later do not count: visitors may be served meanwhile.

    names: of the queues; ("*",) is every queue
    """

    names: tuple[str, ...]
    _empty: dict[str, int] = field(default_factory=dict)

    def left(self, seen: Seen) -> dict[str, int]:
        """Queues that are not done yet, with the number of jobs; 0 while nobody can know whether one is at work."""
        found = {}
        for queue in {*seen.waiting, *(queue for queue, _ in seen.working)}:
            if queue not in self.names and ALL_QUEUES not in self.names:
                continue
            if not seen.waiting.get(queue):
                self._empty.setdefault(queue, seen.now)
            since = self._empty.get(queue)
            if since is None:
                found[queue] = seen.waiting[queue]
                continue
            old = sum(1 for each, began in seen.working if each == queue and began <= since + _SKEW_SECONDS)
            if old or seen.now < since + _BEAT_SECONDS:
                found[queue] = old
        return found


def drained(host: Host, settings: Settings, names: tuple[str, ...], seconds: int, tell: Callable[[str], None]) -> None:
    """Wait until all jobs are done that were in queues: later releases do not know those of this one's migrations.

    names: as in Emptying
    tell: takes what is left, every minute
    Raises OperatorError when they are not done in time.
    """
    began = told = time.monotonic()
    emptying = Emptying(names)
    while True:
        seen = _look(host, settings)
        left = emptying.left(seen) if seen else {}
        if seen and not left:
            if seen.retry:
                tell(f"{seen.retry} failed jobs wait for another try, and meet the next release")
            return
        now = time.monotonic()
        text = ", ".join(f"{name} ({count} jobs)" for name, count in left.items()) or "Redis does not answer"
        if now - began > seconds:
            raise OperatorError(f"queues are not empty after {seconds} s: {text}. Wait for the worker, then run again")
        if now - told > _TELL_SECONDS:
            told = now
            tell(f"after {now - began:.0f} s not empty yet: {text}")
        time.sleep(2)


def _look(host: Host, settings: Settings) -> Seen | None:
    answer = connection.run(host, queries.redis(settings.project, _LOOK, own(settings))).stdout
    try:
        found: dict[str, Any] = json.loads(answer)
        # Lua has one kind of table: an empty list arrives as {}.
        working = tuple((str(queue), int(began)) for queue, began in found["working"] or ())
        return Seen(int(found["now"]), dict(found["waiting"]), working, int(found["retry"]))
    except (ValueError, KeyError, TypeError):
        return None
