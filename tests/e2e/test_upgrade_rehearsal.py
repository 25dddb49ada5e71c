"""`upgrade --rehearse`: the migration on a copy first; the site does not notice, and nothing of it stays."""

from pathlib import Path

import pytest

from tests.e2e import moments
from tests.e2e.aftermath import Before, runs
from tests.e2e.releases import NEW, OLD, UNSAFE, known, release, upgrade
from tests.e2e.site import Site
from tests.e2e.wrapper import Running

pytestmark = [pytest.mark.full, pytest.mark.standin]


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


def left(site: Site) -> list[str]:
    """Whatever on the machine is a rehearsal's."""
    look = "docker ps -a --format '{{.Names}}'; docker volume ls -q; docker network ls --format '{{.Name}}'"
    names = site.machine.run(f"{look}; ls {site.state}").stdout.split()
    return [each for each in names if "rehearsal" in each]


def untouched(site: Site, before: Before) -> None:
    """The old release serves what it had, and nothing is around."""
    assert left(site) == []
    assert moments.record(site) == {}
    runs(site, OLD)
    before.restored()


def test_only_a_rehearsal(site: Site) -> None:
    """With --plan it tells the hops and how long the migration takes, and that is all. Killed half-way, the next run
    clears what was left.
    """
    before = Before.of(site)
    with Running("upgrade", site, ("--to", NEW, "--plan", "--rehearse")) as running:
        running.wait_for("migrates the copy")
        running.kill()
    assert left(site), "the run was killed too late to leave anything"
    ran = upgrade(site, NEW, "--plan", "--rehearse").must()
    assert f"{NEW} migrates a copy of the data in" in ran.text, ran.tail
    untouched(site, before)


def test_a_rehearsal_that_fails(site: Site) -> None:
    """No upgrade follows, and the migration's own last lines are shown."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_half") as version:
        ran = upgrade(site, version, "--rehearse").must(1)
    text = " ".join(ran.text.split())
    for expected in ("the rehearsal failed", "migrate_half was asked for", "the site was not touched"):
        assert expected in text, ran.tail
    untouched(site, before)


def test_a_rehearsal_and_then_the_upgrade(site: Site) -> None:
    """In one run."""
    before = Before.of(site)
    ran = upgrade(site, NEW, "--rehearse").must()
    assert f"{NEW} migrates a copy of the data in" in ran.text, ran.tail
    assert left(site) == []
    runs(site, NEW)
    before.kept()
