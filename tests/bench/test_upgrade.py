"""What an upgrade costs its visitors and its operator, beside plain Compose. Counts are asserted, times are printed."""

import time
from collections.abc import Iterator

import pytest

from tests.bench import by_hand, upgraded
from tests.bench.load import Load
from tests.bench.result import Result
from tests.e2e import traces
from tests.e2e.aftermath import Before, rolled_back, runs
from tests.e2e.releases import NEW, OLD, SAFE, UNSAFE, release, upgrade
from tests.e2e.site import Site
from tests.e2e.wrapper import Running

RUNS = 3
LEAST_RATE = 25.0
MOST_COMMANDS = 15
BEFORE_SECONDS, AFTER_SECONDS = 3, 5  # of load around the verb
HANG_SECONDS = 10.0  # a longest gap that no noise of a shared machine explains


@pytest.fixture(scope="module")
def provisioned(machines_alone: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The machine at 4.10.0, with a snapshot."""
    yield from upgraded.provisioned(tmp_path_factory.mktemp("upgraded"))


@pytest.fixture
def site(provisioned: Site) -> Site:
    """The same, as it was provisioned."""
    return upgraded.fresh(provisioned)


@pytest.mark.parametrize("number", [1, *(pytest.param(each, marks=pytest.mark.full) for each in range(2, RUNS + 1))])
def test_upgrade_under_load(site: Site, number: int) -> None:
    """Migration included: no request fails, and every message that was taken is there once."""
    with Load(site) as load:
        time.sleep(BEFORE_SECONDS)
        ran = upgrade(site, NEW)
        time.sleep(AFTER_SECONDS)
    result = load.result()
    print(f"\nupgrade {OLD} -> {NEW} under load, run {number}: {ran.seconds:.0f} s; {result}")
    ran.must()
    _nothing_lost(load, result)
    assert result.releases == ["4.10.0", "4.11.0", "4.11.0"]
    runs(site, NEW)


@pytest.mark.full
def test_plain_compose_under_load(site: Site) -> None:
    """The yardstick: the same tag put into the same file, `docker compose pull` and `up -d`."""
    with Load(site) as load:
        time.sleep(BEFORE_SECONDS)
        seconds = by_hand.upgrade(site, OLD, NEW)
        time.sleep(AFTER_SECONDS)
    result = load.result()
    print(f"\nplain docker compose {OLD} -> {NEW} under load: {seconds:.0f} s; {result}")
    # Were it zero, the load would not see what it is there to see.
    assert len(result.failed) > 0
    assert load.lost() == []


@pytest.mark.full
def test_rollback_by_code_under_load(site: Site) -> None:
    """The gate fails after visitors were led to the new web; back by the swap in the other direction."""
    with release(SAFE, "worker_deaf") as version, Load(site) as load:
        time.sleep(BEFORE_SECONDS)
        with Running("upgrade", site, ("--to", version)) as running:
            running.wait_for("going back to")
            failed = time.monotonic()
            ran = running.end()
            healthy = time.monotonic() - failed
        time.sleep(AFTER_SECONDS)
    result = load.result()
    print(f"\nrollback by code: {healthy:.1f} s from failure to healthy and proven; {result}")
    rolled_back(ran, "gate")
    _nothing_lost(load, result)
    assert result.releases == ["4.10.0", SAFE, "4.10.0"]
    runs(site, OLD)


@pytest.mark.full
def test_rollback_of_a_changed_schema(site: Site) -> None:
    """The database is what it was, to the last row and sequence."""
    before = Before.of(site)
    with release(UNSAFE, "wrong_version") as version, Running("upgrade", site, ("--to", version)) as running:
        running.wait_for("going back to")
        failed = time.monotonic()
        ran = running.end()
        healthy = time.monotonic() - failed
    print(f"\nrollback by dump: {healthy:.1f} s from failure to healthy and proven; the verb took {ran.seconds:.0f} s")
    rolled_back(ran, "web")
    runs(site, OLD)
    before.restored()


def test_upgrade_that_is_there_already(site: Site) -> None:
    """Nothing is changed, and it costs next to nothing to find that out."""
    before = traces.listing(site.machine)
    ran = upgrade(site, OLD, "--json").must()
    told = ran.json["hosts"][site.machine.name]
    print(f"\nno-op upgrade: {ran.seconds:.1f} s, commands {told['commands']}")
    assert told["changed"] == 0
    assert sum(told["commands"].values()) <= MOST_COMMANDS, told["commands"]
    assert traces.difference(before, traces.listing(site.machine)) == []


def _nothing_lost(load: Load, result: Result) -> None:
    assert result.failed == [], f"{len(result.failed)} requests failed, the first {result.failed[:3]}"
    assert load.lost() == []
    assert result.answered
    assert result.rate >= LEAST_RATE
    assert result.gap < HANG_SECONDS
    assert result.websocket_away < HANG_SECONDS
