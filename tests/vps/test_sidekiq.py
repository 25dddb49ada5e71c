"""Background work: every queue of the image is read, and cron is fed by the scheduler alone."""

import json
from dataclasses import dataclass

import pytest
import yaml

from deploy.checks.application import ApplicationState
from deploy.settings.settings import Settings
from tests.vps.shell import Shell

# The image's own files: nothing about queues is known here.
_IMAGE = """\
require 'erb'
require 'json'
require 'yaml'
read = lambda do |path|
  text = ERB.new(File.read(path)).result
  YAML.respond_to?(:unsafe_load) ? YAML.unsafe_load(text) : YAML.load(text)
end
settings = read.call('config/sidekiq.yml')
queues = (settings[:queues] || settings['queues']).map { |queue| Array(queue).first.to_s }
jobs = read.call('config/schedule.yml').map { |name, job| [name, job['queue'] || 'default'] }
puts JSON.generate('queues' => queues, 'jobs' => jobs.to_h)
"""


@dataclass(frozen=True)
class Image:
    """What the image brings.

    jobs: cron job -> its queue
    """

    queues: frozenset[str]
    jobs: dict[str, str]


@pytest.fixture(scope="module")
def image(settings: Settings, shell: Shell) -> Image:
    """The running image's own queues and schedule."""
    said = json.loads(shell.must(f"docker exec -i {settings.container('worker')} ruby -", _IMAGE).splitlines()[-1])
    return Image(frozenset(said["queues"]), said["jobs"])


def test_every_queue_is_read(image: Image, application: ApplicationState) -> None:
    assert image.queues
    assert not image.queues - application.served


def test_cron_queues_are_the_schedulers_alone(settings: Settings, image: Image, application: ApplicationState) -> None:
    scheduled = set(image.jobs.values())
    assert scheduled
    readers = {each.hostname for each in application.processes if scheduled & set(each.queues)}
    assert readers == {settings.container("scheduler")}


def test_worker_and_scheduler_are_alive(settings: Settings, application: ApplicationState) -> None:
    # Once each: a process that was cut off from Redis leaves its name there for a minute.
    hosts = {each.hostname for each in application.processes}
    assert hosts == {settings.container("worker"), settings.container("scheduler")}


def test_cron_is_registered(image: Image, application: ApplicationState) -> None:
    # Members of earlier releases may remain: each of the image's own is sought, not equality.
    known = {member.removeprefix("cron_job:") for member in application.cron_jobs}
    assert not set(image.jobs) - known


def test_only_the_scheduler_polls_cron(settings: Settings, shell: Shell) -> None:
    # Two switches: the variable for sidekiq-cron below 1.8, the interval for later ones.
    polls = {}
    for role in ("worker", "scheduler"):
        container = settings.container(role)
        environment = "tr '\\0' '\\n' < /proc/1/environ | grep -c '^CRON_POLLER=off$'"
        script = f'echo "$({environment})"; cat /tmp/sidekiq-{role}.yml'
        variable, _, text = shell.must(f"docker exec -i {container} sh", script).partition("\n")
        interval = yaml.load(text, _Symbols).get("cron_poll_interval")  # noqa: S506 - a SafeLoader
        polls[role] = (variable == "1", interval)
    assert polls == {"worker": (True, 0), "scheduler": (False, None)}


class _Symbols(yaml.SafeLoader):
    """Ruby writes the keys as `:queues:`."""


def _without_colon(loader: _Symbols, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node)).removeprefix(":")


_Symbols.add_constructor("tag:yaml.org,2002:str", _without_colon)
