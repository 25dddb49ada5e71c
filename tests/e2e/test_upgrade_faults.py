"""A new release that does not work: nothing is lost, the site ends on the old one, and the operator is told why."""

from pathlib import Path

import pytest

from tests.bench.load import Load
from tests.e2e import stack
from tests.e2e.aftermath import Before, rolled_back, runs
from tests.e2e.moments import reached
from tests.e2e.public import Public
from tests.e2e.releases import HASTY, OLD, SAFE, UNSAFE, known, release, upgrade
from tests.e2e.site import Site
from tests.e2e.visitors import RATE, visited
from tests.e2e.wrapper import Running

pytestmark = pytest.mark.standin


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


@pytest.fixture
def hasty(site: Site, tmp_path: Path) -> Site:
    """The same with little patience, for what never becomes healthy."""
    return site.changed(tmp_path / "hasty", health=HASTY)


def test_migration_fails_half_way_behind_the_maintenance_page(site: Site) -> None:
    """A change without its number is in the schema; the dump of before comes back, and all that visitors were promised.

    They see the page as long as the site is closed, and nothing else that is not an answer.
    """
    before = Before.of(site)
    with (
        release(UNSAFE, "migrate_half") as version,
        Load(site, rate=RATE) as load,
        Running("upgrade", site, ("--to", version)) as running,
    ):
        reached(site, "migrate")
        closed = Public(site).answer("GET", "/api")
        ran = running.end()
    rolled_back(ran, "migrate", "migrate_half was asked for")
    assert (closed.status_code, closed.headers.get("Retry-After")) == (503, "30")
    result = load.result()
    print(f"meanwhile {result}")
    assert set(result.statuses) == {200, 503}, result.statuses
    assert load.lost() == []
    runs(site, OLD)
    before.restored_beside_visitors()


def test_new_web_never_healthy_beside_the_old_one(site: Site, hasty: Site) -> None:
    """Visitors are served by the old web all the time; the new one is shown with the end of its log, and goes."""
    before = Before.of(site)
    with release(SAFE, "web_never_healthy") as version, visited(site):
        rolled_back(upgrade(hasty, version), "web", "never became healthy", " | ")
    runs(site, OLD)
    before.kept_beside_visitors()


@pytest.mark.full
def test_migration_fails_at_once(site: Site) -> None:
    """Before any change."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_fail") as version:
        rolled_back(upgrade(site, version), "migrate", "migrate_fail was asked for")
    runs(site, OLD)
    before.restored()


@pytest.mark.full
def test_migration_fails_half_way_while_the_old_web_serves(site: Site) -> None:
    """What it added stays and harms nobody; nothing that visitors write meanwhile is lost."""
    before = Before.of(site)
    with release(SAFE, "migrate_half") as version, visited(site):
        rolled_back(upgrade(site, version), "migrate", "migrate_half was asked for")
    runs(site, OLD)
    before.kept_beside_visitors()


@pytest.mark.full
def test_new_web_never_healthy_behind_the_maintenance_page(site: Site, hasty: Site) -> None:
    """The schema is the new one by then: back by the dump."""
    before = Before.of(site)
    with release(UNSAFE, "web_never_healthy") as version:
        rolled_back(upgrade(hasty, version), "web", " | ")
    runs(site, OLD)
    before.restored()


@pytest.mark.full
@pytest.mark.parametrize("to", [SAFE, UNSAFE])
def test_new_web_is_another_release(site: Site, to: str) -> None:
    """Healthy, and not what was asked for."""
    before = Before.of(site)
    with release(to, "wrong_version") as version:
        rolled_back(upgrade(site, version), "web", f"says it is release 0.0.0, not {to}")
    runs(site, OLD)
    _back(before, to)


@pytest.mark.full
@pytest.mark.parametrize("to", [SAFE, UNSAFE])
def test_worker_dies_at_its_start(site: Site, hasty: Site, to: str) -> None:
    """Docker restarts it again and again; the new web serves already under the safe hop, and goes back too."""
    before = Before.of(site)
    with release(to, "worker_dies") as version:
        rolled_back(upgrade(hasty, version), "workers", " | ")
    runs(site, OLD)
    _back(before, to)


@pytest.mark.full
def test_canary_never_returns(site: Site) -> None:
    """Worker and scheduler beat and do nothing: only a job tells, and visitors notice nothing of it."""
    before = Before.of(site)
    with release(SAFE, "worker_deaf") as version, visited(site):
        rolled_back(upgrade(site, version), "gate", "lives but did not do the job")
    runs(site, OLD)
    before.kept_beside_visitors()


@pytest.mark.full
def test_jobs_go_back_with_their_database(site: Site) -> None:
    """What the new release has done waits again; what it has queued is gone, or the old one would fail its own gate."""
    waiting, new = '{"class":"OfTheDatabaseBefore"}', '{"class":"OfTheNewRelease"}'
    stack.redis(site, "ZADD", "schedule", "4102444800", waiting)  # due in the year 2100
    before = Before.of(site)
    with release(UNSAFE, "worker_deaf") as version, Running("upgrade", site, ("--to", version)) as running:
        running.wait_for("gate: everything is proven")
        stack.redis(site, "ZREM", "schedule", waiting)
        stack.redis(site, "SADD", "queues", "of_the_new_release")
        stack.redis(site, "LPUSH", "queue:of_the_new_release", new)
        ran = running.end()
    rolled_back(ran, "gate", "lives but did not do the job")
    runs(site, OLD)
    before.restored()
    assert stack.redis(site, "LLEN", "queue:of_the_new_release") == "0"
    assert stack.redis(site, "ZREM", "schedule", waiting) == "1"
    assert stack.redis(site, "KEYS", "chatwoot-deploy:jobs:*") == ""


def _back(before: Before, to: str) -> None:
    if to == UNSAFE:
        before.restored()
    else:
        before.kept()
