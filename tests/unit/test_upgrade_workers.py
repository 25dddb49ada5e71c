"""Worker and scheduler in an upgrade: the job that proves them, and what is sent to Redis."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.chatwoot import jobs
from deploy.checks.application import SidekiqProcess
from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.upgrades import workers
from tests.unit.declaration import settings
from tests.unit.test_chatwoot_needed import DONE
from tests.unit.upgrade_world import World, host

SETTINGS = settings(project="p")
QUEUES = (
    SidekiqProcess("p-worker", ("critical", "default", "low")),
    SidekiqProcess("p-scheduler", ("scheduled_jobs", "housekeeping")),
)
RUNNING = replace(DONE, processes=QUEUES)


class Redis:
    """Keeps the Lua that is sent, and answers it; each job comes back at once.

    release: that the jobs say they were done by; None when they never are
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, release: str | None = "4.10.0") -> None:
        self.release, self.pushed, self.commands = release, [], list[str]()
        self.pushed = list[tuple[str, dict[str, Any]]]()
        fake = SimpleNamespace(must=self._must, run=lambda *_: Output(True, "0\n", ""))
        monkeypatch.setattr(workers, "connection", fake)
        monkeypatch.setattr(workers, "state", lambda *_: RUNNING)
        monkeypatch.setattr(workers, "last_lines", lambda *_: "    | its last line")
        clock: Iterator[int] = iter(range(100000))
        monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None, time=int))

    def _must(self, host: object, command: str, what: str) -> str:
        self.commands.append(command)
        if "LPUSH" in command:
            queue, job = re.findall(r"\[==\[(.*?)\]==\]", command.replace("'\"'\"'", "'"))[1:]
            self.pushed.append((queue, json.loads(job)))
            return "pushed\n"
        return f"p-worker {self.release}\n" if self.release else "\n"


def test_a_job_goes_through_each_of_the_two(monkeypatch: pytest.MonkeyPatch) -> None:
    redis = Redis(monkeypatch)
    workers.prove(host(), SETTINGS)
    assert [queue for queue, _ in redis.pushed] == ["default", "scheduled_jobs"]
    for queue, job in redis.pushed:
        # What lib/sidekiq/client.rb writes, 6.4 and 7.3.
        assert {key: type(value) for key, value in job.items()} == {
            "class": str,
            "queue": str,
            "args": list,
            "jid": str,
            "retry": bool,
            "created_at": int,
            "enqueued_at": int,
        }
        assert (job["class"], job["queue"], job["args"]) == ("ChatwootDeployCanary", queue, [job["jid"]])
    assert redis.pushed[0][1]["jid"] != redis.pushed[1][1]["jid"]
    assert "canary:' .. [==[" + redis.pushed[1][1]["jid"] in redis.commands[-1].replace("'\"'\"'", "'")


def test_a_job_that_never_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    Redis(monkeypatch, release=None)
    with pytest.raises(OperatorError) as caught:
        workers.prove(host(), SETTINGS)
    assert str(caught.value).startswith("worker lives but did not do the job it was sent through queue default")
    assert str(caught.value).endswith("    | its last line")


def test_a_job_done_by_the_release_before(monkeypatch: pytest.MonkeyPatch) -> None:
    Redis(monkeypatch, release="4.9.0")
    with pytest.raises(OperatorError, match=r"sent through worker was done by release 4\.9\.0, not 4\.10\.0"):
        workers.prove(host(), SETTINGS)


def test_a_role_without_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    redis = Redis(monkeypatch)
    monkeypatch.setattr(workers, "state", lambda *_: replace(RUNNING, processes=QUEUES[:1]))
    with pytest.raises(OperatorError, match="scheduler is in no table of live Sidekiq processes"):
        workers.prove(host(), SETTINGS)
    assert [queue for queue, _ in redis.pushed] == ["default"]


@pytest.mark.parametrize("text", ["default", "it's", 'a "quoted" one', "[[brackets]]", "]=]"])
def test_lua_takes_any_text_as_it_stands(text: str) -> None:
    assert jobs.quoted(text) == f"[==[{text}]==]"


def test_the_one_text_that_would_end_the_brackets_is_not_sent() -> None:
    with pytest.raises(AssertionError):
        jobs.quoted("a ]==] .. redis.call('FLUSHALL') .. [==[")


def test_both_are_started_afresh_whatever_a_cut_run_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quieted Sidekiq beats on and takes no job: Compose would leave it alone."""
    world = World()
    world.replace(monkeypatch, workers, "connection")
    world.answers["connection.run"] = Output(True, "0\n", "")
    monkeypatch.setattr(workers, "Stages", lambda *_: world.spy("stages"))
    workers.roll(host(), SETTINGS)
    assert "docker kill -s TSTP p-worker p-scheduler" in world.calls[0]
    assert "docker stop -t 40 $each" in world.calls[-2]
    assert world.calls[-1] == "stages.healthy worker and scheduler worker scheduler"


@pytest.mark.parametrize(
    "answer", ["(error) NOAUTH Authentication required.", "ERR user_script:1: no", "LOADING Redis"]
)
def test_an_error_of_redis_is_no_answer(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """redis-cli ends with 0 all the same."""
    redis = Redis(monkeypatch)
    monkeypatch.setattr(redis, "release", None)
    monkeypatch.setattr(workers, "connection", SimpleNamespace(must=lambda *_: f"{answer}\n", run=None))
    with pytest.raises(OperatorError) as caught:
        workers.prove(host(), SETTINGS)
    assert str(caught.value) == f"Redis does not do what it is asked: {answer}. See logs of redis"
