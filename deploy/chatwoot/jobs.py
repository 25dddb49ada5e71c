"""Jobs of our own in Sidekiq's queues, as Lua for Chatwoot's Redis. Pure text.

Sidekiq's wire format is alike in 6.4 (Chatwoot 2.10) and 7.3 (4.10): lib/sidekiq/client.rb.
"""

import json
from collections.abc import Sequence

_PUSH = "redis.call('SADD', 'queues', {queue}) redis.call('LPUSH', 'queue:' .. {queue}, {job}) return 'pushed'"
_WITHDRAW = "return tostring(redis.call('LREM', 'queue:' .. {queue}, 0, {job}))"


def job(name: str, queue: str, arguments: Sequence[str], id_: str, now: float) -> str:
    """One job as Sidekiq stores it; it is tried once.

    name: of the Ruby class
    id_: Sidekiq's job id, 24 hexadecimal digits
    now: epoch seconds
    """
    fields = {"class": name, "queue": queue, "args": list(arguments), "jid": id_, "retry": False}
    return json.dumps(fields | {"created_at": now, "enqueued_at": now})


def push(queue: str, stored: str) -> str:
    """Puts a job into a queue; returns `pushed`."""
    return _PUSH.format(queue=quoted(queue), job=quoted(stored))


def withdraw(queue: str, stored: str) -> str:
    """Takes a job out that nobody has taken; returns how many there were: 0 or 1."""
    return _WITHDRAW.format(queue=quoted(queue), job=quoted(stored))


def quoted(text: str) -> str:
    """Text as Lua's long brackets, which know no escapes."""
    assert "]==]" not in text
    return f"[==[{text}]==]"
