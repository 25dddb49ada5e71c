"""What an upgrade needs around it and suddenly lacks: disk, registry, backup repository. Visitors notice nothing."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.e2e import stack
from tests.e2e.aftermath import Before, rolled_back, runs
from tests.e2e.moments import record, when
from tests.e2e.releases import NEW, OLD, UNSAFE, known, release, upgrade
from tests.e2e.site import Site
from tests.e2e.visitors import visited

pytestmark = [pytest.mark.standin, pytest.mark.full]

LEFT_KB = 20480
# A dump of more than the disk has left; random, so that it cannot be packed away. It has to take seconds: the fault
# comes while it is written.
BULK = """
INSERT INTO labels (title, description, account_id, created_at, updated_at)
SELECT 'bulk-' || i, (SELECT string_agg(md5(random()::text || i || j), '') FROM generate_series(1, 64) j), 1,
  now(), now() FROM generate_series(1, 240000) i
"""


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


def test_disk_fills_during_the_dump(site: Site) -> None:
    """The half dump goes again, and nothing was stopped or migrated; with room the verb again goes through."""
    stack.sql(site, BULK)
    before = Before.of(site)
    fill = f"fallocate -l $(( $(df -Pk /var/lib | tail -n 1 | awk '{{print $4}}') - {LEFT_KB} ))K /var/tmp/filling"
    with visited(site):
        # Behind the script's own look at the room.
        with when(site, f"test -s {site.state}/backup/current/database.dump", fill):
            ran = upgrade(site, NEW)
        rolled_back(ran, "backup", "the dump was not finished", "[disk-full]")
        assert int(site.machine.run("df -Pk /var/lib | tail -n 1 | awk '{print $4}'").stdout) > LEFT_KB / 2
        site.machine.run("rm /var/tmp/filling")
        runs(site, OLD)
        upgrade(site, NEW).must()
    runs(site, NEW)
    before.kept_beside_visitors()


def test_registry_gone_after_preflight(site: Site) -> None:
    """Preflight has seen the image; the pull fails, and that is the first thing that is done."""
    before = Before.of(site)
    cut = "nft 'add table inet e2e; add chain inet e2e out { type filter hook output priority 0; }; "
    cut += "add rule inet e2e out tcp dport 5000 reject'"
    with visited(site):
        # The lock's note is the last thing before the pull.
        with when(site, f"test -e {site.state}/run", cut):
            ran = upgrade(site, NEW).must(1)
        assert f"chatwoot:v{NEW}" in ran.text, ran.tail
        site.machine.run("nft delete table inet e2e")
        assert record(site) == {}
        runs(site, OLD)
        upgrade(site, NEW).must()
    runs(site, NEW)
    before.kept_beside_visitors()


@pytest.mark.parametrize("to", [NEW, UNSAFE])
def test_backup_repository_unreachable(site: Site, to: str) -> None:
    """No backup, no upgrade: told before anything is touched, though an unsafe hop would be closed for it."""
    with release(to) if to == UNSAFE else nullcontext(to) as version:
        _unreachable(site, version)


def _unreachable(site: Site, to: str) -> None:
    before = Before.of(site)
    there = f"/var/backups/chatwoot-deploy/{site.project}"
    site.machine.run(f"mkdir -p {there} && mv {there} {there}.away && echo 'no directory' > {there}")
    with visited(site):
        ran = upgrade(site, to).must(1)
        assert there in ran.text, ran.tail
        assert "Nothing was touched" in ran.text, ran.tail
        assert record(site) == {}
        runs(site, OLD)
    site.machine.run(f"rm {there} && mv {there}.away {there}")
    upgrade(site, to).must()
    runs(site, to)
    before.kept_beside_visitors()
