"""Sidekiq's queues on a real Redis: what an upgrade reads of them, and what it keeps for a way back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deploy.upgrades import kept_jobs, queues
from tests.contract.standin import StandIn

JOB = {"class": "ReplyJob", "args": [7], "retry": True}


@pytest.fixture
def redis(servers: StandIn) -> StandIn:
    """Two jobs wait, one is due later, one has failed."""
    servers.redis("FLUSHALL")
    for number in (1, 2):
        servers.redis("SADD", "queues", "default")
        servers.redis("LPUSH", "queue:default", json.dumps(JOB | {"jid": str(number)}))
    servers.redis("ZADD", "schedule", "4102444800", json.dumps(JOB | {"jid": "3"}))
    servers.redis("ZADD", "retry", "4102444800", json.dumps(JOB | {"jid": "4"}))
    return servers


def jobs(redis: StandIn) -> dict[str, list[str]]:
    """Everything that Sidekiq would do, by key."""
    found = {}
    for key in redis.redis("KEYS", "*").split():
        if key.startswith("queue:"):
            found[key] = redis.redis("LRANGE", key, "0", "-1").split("\n")
        elif key in ("schedule", "retry"):
            found[key] = redis.redis("ZRANGE", key, "0", "-1").split("\n")
    return found


def kept(redis: StandIn) -> list[str]:
    return sorted(redis.redis("KEYS", "chatwoot-deploy:*").split())


def test_jobs_come_back_once_and_as_they_were(redis: StandIn) -> None:
    before = jobs(redis)
    assert redis.redis("EVAL", kept_jobs._KEEP, "0", "4.1.0-ce > 4.10.0-ce") == "3"
    # What the new release does and queues.
    redis.redis("DEL", "queue:default", "retry")
    for queue in ("default", "purgable"):
        redis.redis("SADD", "queues", queue)
        redis.redis("LPUSH", f"queue:{queue}", json.dumps(JOB | {"jid": queue}))
    assert redis.redis("EVAL", kept_jobs._BRING, "0", "another hop") == "0"
    assert "queue:purgable" in jobs(redis)
    assert redis.redis("EVAL", kept_jobs._BRING, "0", "4.1.0-ce > 4.10.0-ce") == "3"
    assert jobs(redis) == before
    assert "default" in redis.redis("SMEMBERS", "queues").split()
    # The old worker does them; a way back that is gone a second time must not give them to it again.
    redis.redis("DEL", "queue:default")
    assert redis.redis("EVAL", kept_jobs._BRING, "0", "4.1.0-ce > 4.10.0-ce") == "0"
    assert "queue:default" not in jobs(redis)
    assert kept(redis) == []


def test_the_last_ones_are_kept_and_forgotten_whole(redis: StandIn) -> None:
    redis.redis("EVAL", kept_jobs._KEEP, "0", "one")
    redis.redis("DEL", "schedule", "retry")
    redis.redis("EVAL", kept_jobs._KEEP, "0", "two")
    assert kept(redis) == [f"chatwoot-deploy:jobs:{each}" for each in ("names", "of", "queue:default")]
    redis.redis("EVAL", kept_jobs._FORGET + "return 0", "0")
    assert kept(redis) == []
    assert "queue:default" in jobs(redis)


def test_what_waits_and_what_is_at_work(redis: StandIn) -> None:
    redis.redis("SADD", "processes", "p-worker:1:abc", "p-old:1:abc")
    for process, kind in (("p-worker:1:abc", "work"), ("p-old:1:abc", "workers")):
        redis.redis(
            "HSET", f"{process}:{kind}", "t1", json.dumps({"queue": kind, "payload": "{}", "run_at": 1700000000})
        )
    found: dict[str, Any] = json.loads(redis.redis("EVAL", queues._LOOK, "0"))
    assert found["waiting"] == {"default": 2}
    assert sorted(found["working"]) == [["work", 1700000000], ["workers", 1700000000]]
    assert (found["retry"], found["now"] > 1700000000) == (1, True)
    redis.redis("FLUSHALL")
    assert json.loads(redis.redis("EVAL", queues._LOOK, "0"))["working"] == {}
