"""Whatever goes wrong in an upgrade: nothing is lost, the site ends healthy, and the operator is told what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.load import Load
from tests.e2e import stack
from tests.e2e.refusal import said
from tests.e2e.releases import (
    HASTY,
    NEW,
    OLD,
    SAFE,
    UNSAFE,
    Before,
    kept,
    known,
    reached,
    record,
    release,
    rolled_back,
    runs,
    settled,
    upgrade,
)
from tests.e2e.site import Site
from tests.e2e.wrapper import Running, run

pytestmark = pytest.mark.standin

# Of the record: every boundary at which a controller can die.
OPEN = ("keep", "files", "backup", "migrate", "web", "workers", "gate")
CLOSED = ("keep", "files", "close", "backup", "migrate", "web", "workers", "gate")
GENTLE = 5.0  # requests a second: these tests ask whether one fails, not how many can be served


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


@pytest.fixture
def hasty(site: Site, tmp_path: Path) -> Site:
    """The same with little patience, for releases that never become healthy."""
    return site.changed(tmp_path / "hasty", health=HASTY)


@contextmanager
def visited(site: Site) -> Iterator[None]:
    """No visitor may notice anything while the block runs."""
    with Load(site, rate=GENTLE) as load:
        yield
    result = load.result()
    print(f"meanwhile {result}")
    assert result.failed == []
    assert load.lost() == []


# The worst three; the others take as long and are run with --full.


def test_migration_fails_half_way_behind_the_maintenance_page(site: Site) -> None:
    """A change without its number is in the schema; the dump taken before comes back, to the last sequence."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_half") as version:
        rolled_back(upgrade(site, version), "migrate", "migrate_half was asked for")
    runs(site, OLD)
    kept(site, before, exactly=True)


def test_new_web_never_healthy_beside_the_old_one(site: Site, hasty: Site) -> None:
    """Visitors are served by the old web all the time; the new one is shown with the end of its log, and goes."""
    before = Before.of(site)
    with release(SAFE, "web_never_healthy") as version, visited(site):
        rolled_back(upgrade(hasty, version), "web", "never became healthy", "|")
    runs(site, OLD)
    assert stack.sql(site, "SELECT count(*) FROM messages WHERE content LIKE 'load-%'") != "0"
    _kept_beside_visitors(site, before)


def test_controller_is_killed_at_every_step(site: Site) -> None:
    """SIGKILL at each boundary, the verb again each time: it goes on where it was, and no visitor notices."""
    before = Before.of(site)
    with visited(site):
        _killed_at_every_step(site, NEW, OPEN)
    runs(site, NEW)
    _kept_beside_visitors(site, before)


# Migrations.


@pytest.mark.full
def test_migration_fails_at_once(site: Site) -> None:
    """Before any change."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_fail") as version:
        rolled_back(upgrade(site, version), "migrate", "migrate_fail was asked for")
    runs(site, OLD)
    kept(site, before, exactly=True)


@pytest.mark.full
def test_migration_fails_half_way_while_the_old_web_serves(site: Site) -> None:
    """What it added stays and harms nobody; nothing that visitors write meanwhile is lost."""
    before = Before.of(site)
    with release(SAFE, "migrate_half") as version, visited(site):
        rolled_back(upgrade(site, version), "migrate", "migrate_half was asked for")
    runs(site, OLD)
    _kept_beside_visitors(site, before)


# The new release does not work.


@pytest.mark.full
def test_new_web_never_healthy_behind_the_maintenance_page(site: Site, hasty: Site) -> None:
    """The schema is the new one by then: back by the dump."""
    before = Before.of(site)
    with release(UNSAFE, "web_never_healthy") as version:
        rolled_back(upgrade(hasty, version), "web", "|")
    runs(site, OLD)
    kept(site, before, exactly=True)


@pytest.mark.full
@pytest.mark.parametrize("to", [SAFE, UNSAFE])
def test_new_web_is_another_release(site: Site, to: str) -> None:
    """Healthy, and not what was asked for."""
    before = Before.of(site)
    with release(to, "wrong_version") as version:
        rolled_back(upgrade(site, version), "web", f"says it is release 0.0.0, not {to}")
    runs(site, OLD)
    kept(site, before, exactly=to == UNSAFE)


@pytest.mark.full
@pytest.mark.parametrize("to", [SAFE, UNSAFE])
def test_worker_dies_at_its_start(site: Site, hasty: Site, to: str) -> None:
    """Docker restarts it again and again; the new web serves already under the safe hop, and goes back too."""
    before = Before.of(site)
    with release(to, "worker_dies") as version:
        rolled_back(upgrade(hasty, version), "workers", "|")
    runs(site, OLD)
    kept(site, before, exactly=to == UNSAFE)


@pytest.mark.full
def test_canary_never_returns(site: Site) -> None:
    """Worker and scheduler beat and do nothing: only a job tells, and visitors notice nothing of it."""
    before = Before.of(site)
    with release(SAFE, "worker_deaf") as version, visited(site):
        rolled_back(upgrade(site, version), "gate", "lives but did not do the job")
    runs(site, OLD)
    _kept_beside_visitors(site, before)


# The host and what is around it.


@pytest.mark.full
def test_disk_fills_during_the_dump(site: Site) -> None:
    """Refused by the disk in the middle; the half dump goes, and nothing was stopped or migrated."""
    stack.sql(site, _BULK)
    before = Before.of(site)
    # Beside the run, on the host: the moment is too short for an SSH connection.
    fill = "fallocate -l $(( $(df -Pk /var/lib | tail -n 1 | awk '{print $4}') - 20480 ))K /var/tmp/filling"
    with at_step(site, "backup", fill), visited(site):
        ran = upgrade(site, NEW)
    rolled_back(ran, "backup", "space")
    site.machine.run("rm -f /var/tmp/filling")
    runs(site, OLD)
    _kept_beside_visitors(site, before)
    upgrade(site, NEW).must()
    runs(site, NEW)


@pytest.mark.full
def test_registry_gone_after_preflight(site: Site) -> None:
    """Preflight saw the image; the pull fails, and that is the first thing that is done."""
    before = Before.of(site)
    cut = "nft -f - <<< 'table inet e2e { chain out { type filter hook output priority 0; tcp dport 5000 reject; }; }'"
    with visited(site):
        with when_there(site, f"test -e {site.state}/run", f"{cut}; systemctl stop docker-registry 2>/dev/null; true"):
            upgrade(site, NEW).must(1)
        site.machine.run("nft delete table inet e2e")
        runs(site, OLD)
        assert record(site) == {}
        upgrade(site, NEW).must()
    runs(site, NEW)
    _kept_beside_visitors(site, before)


@pytest.mark.full
def test_backup_repository_unreachable(site: Site) -> None:
    """No backup, no upgrade: told before anything is stopped or migrated."""
    before = Before.of(site)
    there = f"/var/backups/chatwoot-deploy/{site.project}"
    site.machine.run(f"mkdir -p {there} && mv {there} {there}.away && echo 'no directory' > {there}")
    with visited(site):
        ran = upgrade(site, NEW).must(1)
    site.machine.run(f"rm {there}; mv {there}.away {there}")
    assert there in ran.text, ran.tail
    runs(site, OLD)
    _kept_beside_visitors(site, before)


@pytest.mark.full
def test_controller_is_killed_at_every_step_behind_the_maintenance_page(site: Site) -> None:
    """The same where the site is closed meanwhile."""
    before = Before.of(site)
    with release(UNSAFE) as version:
        _killed_at_every_step(site, version, CLOSED)
        runs(site, version)
    kept(site, before)


@pytest.mark.full
@pytest.mark.parametrize("step", ["migrate", "workers"])
def test_ssh_is_cut(site: Site, step: str) -> None:
    """Every connection breaks at once: one sentence, and the verb again finishes."""
    before = Before.of(site)
    with visited(site):
        with Running("upgrade", site, ("--to", NEW)) as running:
            reached(site, step)
            site.machine.drop_ssh()
            ran = running.end(300).must(1)
        assert "upgrade" in ran.text, ran.tail
        upgrade(site, NEW).must()
    runs(site, NEW)
    _kept_beside_visitors(site, before)


@pytest.mark.full
@pytest.mark.parametrize(("step", "to"), [("migrate", UNSAFE), ("web", SAFE), ("web", UNSAFE), ("gate", SAFE)])
def test_host_is_rebooted(site: Site, step: str, to: str) -> None:
    """It comes back with whatever was noted; the verb again finishes."""
    before = Before.of(site)
    with release(to) as version:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, step)
            site.machine.reboot()
            running.end(300).must(1)
        if to == SAFE:
            _serves(site)
        upgrade(site, version).must()
        runs(site, version)
    kept(site, before)


@pytest.mark.full
def test_second_operator(site: Site) -> None:
    """Is told who is at work, since when and at what, and changes nothing; neither verb may interfere."""
    before = Before.of(site)
    with release(SAFE, "migrate_slow=20") as version, visited(site):
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, "migrate")
            for verb, words in (("upgrade", ("--to", version)), ("rollback", ()), ("apply", ())):
                second = run(verb, site, *words).must(1)
                said(second, "is at work here: upgrade since")
            running.end().must()
        runs(site, version)
    _kept_beside_visitors(site, before)


@pytest.mark.full
def test_power_off_during_the_restore(site: Site) -> None:
    """The way back is cut by the power; `upgrade` says that it is unfinished, `rollback` finishes it."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_half") as version:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, "migrate", "undoing")
            restoring = f"docker exec {site.project}-postgres psql -XqAtU postgres -l | grep -q _restoring"
            site.machine.run(f"until {restoring}; do sleep 0.1; done", timeout=120)
            site.machine.power_off()
            running.end(300).must(1)
        site.machine.start()
        refused = upgrade(site, version).must(1)
        said(refused, "unfinished", "rollback")
        run("rollback", site).must()
    runs(site, OLD)
    kept(site, before, exactly=True)


# Two thirds of it are random, so that the dump cannot be packed into what the disk still has.
_BULK = """
INSERT INTO labels (title, description, account_id, created_at, updated_at)
SELECT 'bulk-' || i, (SELECT string_agg(md5(random()::text || i || j), '') FROM generate_series(1, 64) j), 1, now(), now()
FROM generate_series(1, 60000) i
"""


def _killed_at_every_step(site: Site, version: str, steps: tuple[str, ...]) -> None:
    for step in steps:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, step)
            running.kill()
        assert record(site)["step"] == step
    ran = upgrade(site, version).must()
    assert "did not finish" in ran.text, ran.tail


def _kept_beside_visitors(site: Site, before: Before) -> None:
    """Visitors wrote meanwhile: what they left is taken away, then nothing else may differ."""
    settled(site)
    stack.sql(site, _FORGET_VISITORS)
    apart = [name for name in before.sums.sums if name.startswith("sequence ")]
    kept(site, Before(before.markers, type(before.sums)(before.sums.columns, _without(before.sums.sums, apart))))


def _without(sums: object, names: list[str]) -> dict[str, str]:
    assert isinstance(sums, dict)
    return {name: value for name, value in sums.items() if name not in names}


# The rows of tests/bench/load.py, and nothing else.
_FORGET_VISITORS = """
DELETE FROM messages WHERE content LIKE 'load-%';
DELETE FROM conversations WHERE contact_id IN (SELECT id FROM contacts WHERE name LIKE 'Load %');
DELETE FROM contact_inboxes WHERE contact_id IN (SELECT id FROM contacts WHERE name LIKE 'Load %');
DELETE FROM contacts WHERE name LIKE 'Load %';
"""


def _serves(site: Site) -> None:
    from tests.e2e.public import Public
    from tests.sandbox.deadline import holds_within

    def answers() -> bool:
        try:
            return bool(Public(site).version())
        except (OSError, ValueError):
            return False

    assert holds_within(answers, 180), "after the reboot the site does not serve by itself"


@contextmanager
def at_step(site: Site, step: str, command: str) -> Iterator[None]:
    """Have the host run a command in the moment when an upgrade notes a step."""
    with when_there(site, f'grep -q \'"step": "{step}"\' {site.state}/upgrade/record.json 2>/dev/null', command):
        yield


@contextmanager
def when_there(site: Site, condition: str, command: str) -> Iterator[None]:
    """Have the host run a command in the moment when a condition holds; both are shell."""
    script = f"until {condition}; do sleep 0.02; done; {command}"
    site.machine.run("cat > /run/e2e-when.sh", stdin=script)
    site.machine.run("systemd-run -q --collect --unit e2e-when bash /run/e2e-when.sh")
    try:
        yield
    finally:
        site.machine.run("systemctl stop e2e-when 2>/dev/null; true")
