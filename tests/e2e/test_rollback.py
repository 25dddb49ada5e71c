"""Back by hand, days after an upgrade that went well; and a way back that fails itself."""

from pathlib import Path

import pytest

from tests.e2e import traces
from tests.e2e.aftermath import Before, runs
from tests.e2e.moments import at_step, record
from tests.e2e.releases import NEW, OLD, UNSAFE, known, release, upgrade
from tests.e2e.site import Site
from tests.e2e.visitors import visited
from tests.e2e.wrapper import run

pytestmark = [pytest.mark.standin, pytest.mark.full]

_CUT = (
    "nft 'add table inet e2e; add chain inet e2e out { type filter hook output priority 0; }; "
    "add rule inet e2e out tcp dport 5000 reject'"
)


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


def test_a_finished_safe_hop_goes_back_without_a_failed_request(site: Site) -> None:
    """Its image was pruned meanwhile: told before anything is touched while the registry is away, pulled otherwise."""
    before = Before.of(site)
    with visited(site):
        upgrade(site, NEW).must()
        image = site.machine.run("docker images --format '{{.Repository}}:{{.Tag}}' | grep " + OLD).stdout.strip()
        site.machine.run(f"docker rmi -f {image}; {_CUT}")
        there = traces.listing(site.machine)
        refused = run("rollback", site).must(1)
        assert f"{image}, which the release before needs" in " ".join(refused.text.split()), refused.tail
        assert [each for each in traces.difference(there, traces.listing(site.machine)) if site.root in each] == []
        assert record(site)["state"] == "done"
        site.machine.run("nft delete table inet e2e")
        run("rollback", site).must()
    runs(site, OLD)
    before.kept_beside_visitors()


def test_a_way_back_that_fails_says_where_things_stand_and_goes_on_when_mended(site: Site) -> None:
    """The dump on the disk was damaged: nothing of it is restored, and the site stays closed until it is whole."""
    before = Before.of(site)
    dump = f"{site.state}/upgrade/before/database.dump"
    with release(UNSAFE, "wrong_version") as version:
        with at_step(site, "web", f"printf x >> {dump}"):
            ran = upgrade(site, version).must(1)
        text = " ".join(ran.text.split())
        for expected in (
            "failed at step web",
            "is damaged",
            "Where things stand",
            dump.rpartition("/")[0],
            "What to type",
        ):
            assert expected in text, f"{expected!r} is not said\n{ran.tail}"
        assert record(site)["state"] == "stuck"
        site.machine.run(f"truncate -s -1 {dump}")
        run("rollback", site).must()
    runs(site, OLD)
    before.restored()
