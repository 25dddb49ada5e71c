"""A cron job runs once, on the scheduler; an ordinary job runs on the worker."""

import json
from collections.abc import Callable

import pytest

from tests.e2e import stack
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.sandbox.deadline import wait_until

# The one that every release of the stand-in runs each minute.
MINUTELY = "Inboxes::FetchImapEmailInboxesJob"
ORDINARY = "EventDispatcherJob"
PATIENCE_SECONDS = 130


def _hash(site: Site, key: str) -> dict[str, int]:
    words = stack.redis(site, "HGETALL", key).splitlines()
    return {name: int(count) for name, count in zip(words[::2], words[1::2], strict=True)}


def _service(site: Site, hostname: str) -> str:
    """The service whose container has this host name, also one that is gone by now."""
    command = (
        f"docker ps -aq --filter label=com.docker.compose.project={site.project} | xargs docker inspect -f "
        "'{{.Config.Hostname}} {{index .Config.Labels \"com.docker.compose.service\"}}'"
    )
    pairs = (line.split() for line in site.machine.run(command).stdout.splitlines())
    return {pair[0]: pair[1] for pair in pairs}.get(hostname, f"unknown {hostname}")


def _until(site: Site, what: str, ready: Callable[[], bool]) -> float:
    return wait_until(ready, PATIENCE_SECONDS, f"{what} on {site.machine.name}", 2)


@pytest.mark.standin
def test_cron_runs_once_a_minute_on_the_scheduler(vps: Site) -> None:
    """Traces of the job itself: which container ran it, how often in each minute."""
    ran, minutes = f"standin:ran:{MINUTELY}", f"standin:minutes:{MINUTELY}"
    before = set(_hash(vps, minutes))
    waited = _until(vps, "the next minutely cron job", lambda: bool(set(_hash(vps, minutes)) - before))
    counts, hosts = _hash(vps, minutes), _hash(vps, ran)
    print(f"waited {waited:.0f} s; runs by minute {json.dumps(counts)}")
    assert set(counts.values()) == {1}
    assert {_service(vps, host) for host in hosts} == {"scheduler"}


@pytest.mark.standin
def test_ordinary_job_runs_on_the_worker(vps: Site) -> None:
    """A message through the API queues one."""
    public = Public(vps)
    before = _hash(vps, f"standin:ran:{ORDINARY}")
    inbox = public.inbox("Orders")
    contact = public.ask("POST", "contacts", {"inbox_id": inbox["id"], "name": "Scheduler test"})["payload"]
    source = contact["contact_inbox"]["source_id"]
    body = {"source_id": source, "inbox_id": inbox["id"], "contact_id": contact["contact"]["id"]}
    conversation = public.ask("POST", "conversations", body)
    public.ask("POST", f"conversations/{conversation['id']}/messages", {"content": "hello"})
    _until(vps, "the job", lambda: _hash(vps, f"standin:ran:{ORDINARY}") != before)
    after = _hash(vps, f"standin:ran:{ORDINARY}")
    assert {_service(vps, host) for host in after if after[host] != before.get(host)} == {"worker"}


def test_cron_table_is_complete(vps: Site) -> None:
    """Every job of the image's own schedule is registered in Redis."""
    script = 'puts YAML.load_file("config/schedule.yml").keys'
    wanted = vps.machine.run(f"docker exec {vps.project}-scheduler ruby -ryaml -e '{script}'").stdout.split()
    names = {line.rpartition(":")[2] for line in stack.redis(vps, "SMEMBERS", "cron_jobs").splitlines()}
    assert wanted
    assert names == set(wanted)
