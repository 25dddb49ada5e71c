"""The embedded database moves from PostgreSQL 15 to 17: nothing is lost, and what goes wrong ends on the old one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import markers, moments, stack
from tests.e2e.aftermath import Before
from tests.e2e.refusal import said
from tests.e2e.site import Site
from tests.e2e.wrapper import Running, planned, run
from tests.sandbox.machine import Machine

pytestmark = pytest.mark.full

SNAPSHOT = "postgres-15"
OLD: dict[str, Any] = {"postgres": {"major": 15}, "images": {"postgres": "pgvector/pgvector:pg15"}}
NEW: dict[str, Any] = {"postgres": {"major": 17}, "images": {"postgres": "pgvector/pgvector:pg17"}}
STEPS = ("keep", "backup", "close", "dump", "start", "restore", "web", "workers", "gate", "open")
_READER = """
CREATE ROLE reports LOGIN PASSWORD 'only-in-this-test';
GRANT SELECT ON conversations TO reports;
"""
_READS = """
SELECT string_agg(has_table_privilege('reports', name, 'SELECT')::text, ' ')
FROM unnest('{conversations, users}'::text[]) AS name
"""


@pytest.fixture(scope="module")
def installed(bare_machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A machine that was provisioned with PostgreSQL 15."""
    site = Site(tmp_path_factory.mktemp("older"), bare_machine, {}, OLD)
    run("apply", site).must()
    bare_machine.snapshot(SNAPSHOT)
    yield site
    bare_machine.reset()


@pytest.fixture
def site(installed: Site) -> Site:
    """The same, as it was provisioned."""
    installed.machine.restore(SNAPSHOT)
    stack.wait(installed)
    return installed


def major(site: Site) -> str:
    """What the running server says it is."""
    return stack.sql(site, "SELECT current_setting('server_version_num')::int / 10000")


def volumes(site: Site) -> set[str]:
    """The database's volumes on the machine."""
    names = site.machine.run("docker volume ls -q").stdout.split()
    return {each for each in names if "-postgres-" in each}


def test_everything_is_on_the_new_major(site: Site, tmp_path: Path) -> None:
    """To the last row and sequence, with the roles and grants that somebody made by hand; the old volume stays."""
    stack.sql(site, _READER)
    before = Before.of(site)
    ran = run("upgrade", site, "--postgres", "17").must()
    assert f"docker volume rm {site.project}-postgres-15" in ran.text, ran.tail
    assert 'postgres.major = 17 and images.postgres = "pgvector/pgvector:pg17"' in ran.text, ran.tail
    assert major(site) == "17"
    before.restored()
    assert stack.sql(site, _READS) == "true false"
    assert volumes(site) == {f"{site.project}-postgres-15", f"{site.project}-postgres-17"}
    # The declaration is still the old one: applied, it would bring the old data back.
    said(run("apply", site).must(1), "the data is in PostgreSQL 17, and postgres.major declares 15", "[pg-major-on-old")
    said(run("rollback", site.changed(tmp_path, **NEW)).must(1), "there is no upgrade to undo")
    assert "nothing to do" in planned(site.changed(tmp_path, **NEW), 0)
    later = markers.insert(site)
    assert markers.missing(site, later) == []
    run("upgrade", site.changed(tmp_path, **NEW), "--postgres", "17").must()


def test_restore_fails(site: Site) -> None:
    """The dump is spoiled on its way: the old server is back on its untouched volume, and the new volume is gone."""
    before = Before.of(site)
    spoil = f"printf x >> {site.state}/upgrade/before/database.dump"
    with moments.at_step(site, "restore", spoil):
        ran = run("upgrade", site, "--postgres", "17").must(1)
    said(ran, "failed at step restore", "is damaged")
    assert "runs PostgreSQL 15 again, on its untouched volume" in ran.text, ran.tail
    stays_as_it_was(site, before)


def test_killed_at_every_step(site: Site, tmp_path: Path) -> None:
    """SIGKILL at each boundary, and the verb again each time; once the machine loses its power too."""
    before = Before.of(site)
    for step in STEPS:
        with Running("upgrade", site, ("--postgres", "17")) as running:
            moments.reached(site, step)
            running.kill()
        if step == "restore":
            said(run("apply", site).must(1), "the change from PostgreSQL 15 to 17", "is unfinished")
            site.machine.power_off()
            site.machine.start()
    run("upgrade", site, "--postgres", "17").must()
    assert major(site) == "17"
    before.restored()
    assert "nothing to do" in planned(site.changed(tmp_path, **NEW), 0)


def test_killed_on_the_way_back(site: Site) -> None:
    """The next run goes on going back, and says that the move had failed."""
    before = Before.of(site)
    spoil = f"printf x >> {site.state}/upgrade/before/database.dump"
    with moments.at_step(site, "restore", spoil), Running("upgrade", site, ("--postgres", "17")) as running:
        moments.reached(site, "restore", "undoing")
        running.kill()
    said(run("upgrade", site, "--postgres", "17").must(1), "runs PostgreSQL 15 again")
    stays_as_it_was(site, before)


def test_one_thing_at_a_time(site: Site) -> None:
    """Said before any connection."""
    ran = run("upgrade", site, "--postgres", "17", "--to", "4.11.0-ce").must(1)
    assert "--postgres and --to: one thing at a time" in ran.text, ran.tail
    assert "pyinfra" not in ran.text


def test_without_room(site: Site) -> None:
    """Dump and new volume must fit, twice the data for the latter."""
    free = int(site.machine.run("df -m --output=avail /var/lib/docker | tail -n 1").stdout)
    site.machine.run(f"fallocate -l {free - 700}M /var/lib/docker/filling")
    try:
        lax = site.changed(site.folder / "lax", preflight={"skip": ["disk-full"]})
        said(run("upgrade", lax, "--postgres", "17").must(1), "twice the data", "[pg-disk]")
    finally:
        site.machine.run("rm /var/lib/docker/filling")
    assert major(site) == "15"


def stays_as_it_was(site: Site, before: Before) -> None:
    """The old server serves what it had, as `apply` would have it."""
    stack.wait(site)
    assert major(site) == "15"
    assert volumes(site) == {f"{site.project}-postgres-15"}
    before.restored()
    assert "nothing to do" in planned(site, 0)
