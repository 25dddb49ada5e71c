"""All jobs of Sidekiq, kept beside while the database changes, for a way back. Runs in Execute.

Behind the maintenance page the new workers do what visitors and webhooks had queued, in rows that a way back takes
away again: their jobs come back with the database that they belong to. Nothing here boots Rails.
"""

import shlex
import time
from contextlib import suppress

from pyinfra.api.host import Host

from deploy.backups import database
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings

_REDIS_SECONDS = 2  # appendfsync everysec: only by then is on the disk what Redis was told
_ASIDE = "local kept = 'chatwoot-deploy:jobs:' "
_FORGET = (
    _ASIDE + "for _, key in ipairs(redis.call('SMEMBERS', kept .. 'names')) do redis.call('DEL', kept .. key) end "
    "redis.call('DEL', kept .. 'names', kept .. 'of') "
)
_KEEP = (
    _FORGET + "local n, keys = 0, {'schedule', 'retry'} "
    "for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do keys[#keys + 1] = 'queue:' .. name end "
    "for _, key in ipairs(keys) do local value = redis.call('DUMP', key) if value then "
    "redis.call('RESTORE', kept .. key, 0, value, 'REPLACE') redis.call('SADD', kept .. 'names', key) n = n + 1 "
    "end end redis.call('SET', kept .. 'of', ARGV[1]) return n"
)
# Once: what is brought back is no longer kept, so that a way back that was cut does not give jobs to a worker twice.
_BRING = (
    _ASIDE + "if redis.call('GET', kept .. 'of') ~= ARGV[1] then return 0 end "
    "for _, name in ipairs(redis.call('SMEMBERS', 'queues')) do redis.call('DEL', 'queue:' .. name) end "
    "redis.call('DEL', 'schedule', 'retry') local n = 0 "
    "for _, key in ipairs(redis.call('SMEMBERS', kept .. 'names')) do "
    "if redis.call('EXISTS', kept .. key) == 1 then redis.call('RENAME', kept .. key, key) n = n + 1 end "
    "if string.sub(key, 1, 6) == 'queue:' then redis.call('SADD', 'queues', string.sub(key, 7)) end end "
    "redis.call('DEL', kept .. 'names', kept .. 'of') return n"
)


def keep(host: Host, settings: Settings, of: str) -> None:
    """Keep all jobs beside; no worker runs, and the database is as they expect it.

    of: the change that they are kept for
    Raises OperatorError when Redis does not answer.
    """
    _must(host, settings, _KEEP, "keeping the jobs for a way back", of)


def bring_back(host: Host, settings: Settings, of: str) -> None:
    """Let the jobs be those that were kept for this change: the new release has done them, in rows that are gone, and
    has queued others, which the old one may not know. Without kept ones, or the second time, nothing happens.

    Raises OperatorError when Redis does not answer.
    """
    _must(host, settings, _BRING, "bringing the jobs back", of)
    time.sleep(_REDIS_SECONDS)


def forget(host: Host, settings: Settings) -> None:
    """There is no way back any more that would need the kept jobs. What is left of them does no harm, and goes when
    the next ones are kept: no reason to fail where visitors are served.
    """
    with suppress(OperatorError):
        _must(host, settings, _FORGET + "return 0", "forgetting the kept jobs")


def _must(host: Host, settings: Settings, lua: str, what: str, *words: str) -> None:
    arguments = " ".join(shlex.quote(each) for each in words)
    connection.must(host, database.redis(settings, lua, arguments), what, timeout=180)
