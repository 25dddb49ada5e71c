"""An upgrade that is cut: the next run finishes it or undoes it, and nothing is lost."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from deploy.host.connection import SILENCE_SECONDS
from tests.e2e import markers
from tests.e2e.aftermath import Before, runs
from tests.e2e.moments import CLOSED, OPEN, at_step, reached
from tests.e2e.public import Public
from tests.e2e.refusal import said
from tests.e2e.releases import NEW, OLD, SAFE, UNSAFE, known, release, upgrade
from tests.e2e.site import Site
from tests.e2e.visitors import visited
from tests.e2e.wrapper import Running, run
from tests.sandbox.deadline import holds_within

pytestmark = pytest.mark.standin

BOOT_SECONDS = 180


@pytest.fixture
def site(spoiled: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(spoiled, tmp_path / "site")


def test_controller_is_killed(site: Site) -> None:
    """SIGKILL in the two longest steps, the verb again each time: it goes on where it was, and no visitor notices."""
    before = Before.of(site)
    with visited(site):
        _killed(site, NEW, ("migrate", "web"))
    runs(site, NEW)
    before.kept_beside_visitors()


@pytest.mark.full
def test_controller_is_killed_at_every_step(site: Site) -> None:
    """The same at each boundary."""
    before = Before.of(site)
    with visited(site):
        _killed(site, NEW, OPEN)
    runs(site, NEW)
    before.kept_beside_visitors()


@pytest.mark.full
def test_controller_is_killed_at_every_step_behind_the_maintenance_page(site: Site) -> None:
    """The same where the site is closed meanwhile."""
    before = Before.of(site)
    with release(UNSAFE) as version:
        _killed(site, version, CLOSED)
        runs(site, version)
    before.kept()


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
        assert "goes on from here" in ran.text, ran.tail
        upgrade(site, NEW).must()
    runs(site, NEW)
    before.kept_beside_visitors()


@pytest.mark.full
@pytest.mark.parametrize(("step", "to"), [("migrate", UNSAFE), ("web", SAFE), ("web", UNSAFE), ("gate", SAFE)])
def test_host_is_rebooted(site: Site, step: str, to: str) -> None:
    """It comes back as it was noted, and serves where it served before; the verb again finishes."""
    before = Before.of(site)
    # The gate is through in seconds: it waits for its canary as long as the worker stands still.
    held = at_step(site, step, f"docker kill -s STOP {site.project}-worker") if step == "gate" else nullcontext()
    with release(to) as version:
        with held, Running("upgrade", site, ("--to", version)) as running:
            reached(site, step)
            site.machine.reboot()
            running.end(300).must(1)
        if to == SAFE:
            assert holds_within(lambda: _serves(site), BOOT_SECONDS), "the site does not come back by itself"
        upgrade(site, version).must()
        runs(site, version)
    before.kept()


@pytest.mark.full
def test_second_operator(site: Site) -> None:
    """Is told who is at work, since when and at what; no verb interferes."""
    before = Before.of(site)
    with release(SAFE, "migrate_slow=20") as version, visited(site):
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, "migrate")
            for verb, words in (("upgrade", ("--to", version)), ("rollback", ())):
                said(run(verb, site, *words).must(1), "is at work here: upgrade since")
            said(run("apply", site).must(1), "[upgrade-unfinished]", "Wait while somebody is still at it")
            running.end().must()
        runs(site, version)
    before.kept_beside_visitors()


@pytest.mark.full
def test_laptop_that_slept_too_long(site: Site) -> None:
    """Its lock is gone, and somebody else has undone the upgrade: the first run does nothing more when it wakes."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_slow=20") as version:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, "migrate")
            running.sleep(SILENCE_SECONDS + 10)
            run("rollback", site).must()
            runs(site, OLD)
            before.restored()
            written = markers.insert(site)  # which would be gone if the first run went back once more
            running.wake()
            ran = running.end(180).must(1)
        assert "lock was lost" in ran.text or "somebody else is at work here" in ran.text, ran.tail
        runs(site, OLD)
        assert markers.missing(site, written) == []


@pytest.mark.full
def test_power_off_during_the_restore(site: Site) -> None:
    """The way back itself is cut; `upgrade` says that it is unfinished, `rollback` finishes it."""
    before = Before.of(site)
    with release(UNSAFE, "migrate_half") as version:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, "migrate", "undoing")
            databases = f"docker exec {site.project}-postgres psql -XAtlU postgres"
            site.machine.run(f"until {databases} | grep -q _restoring; do sleep 0.05; done", timeout=120)
            site.machine.power_off()
            running.end(300).must(1)
        site.machine.start()
        said(upgrade(site, version).must(1), "unfinished", "rollback")
        run("rollback", site).must()
    runs(site, OLD)
    before.restored()


def _killed(site: Site, version: str, steps: tuple[str, ...]) -> None:
    for step in steps:
        with Running("upgrade", site, ("--to", version)) as running:
            reached(site, step)
            running.kill()
    ran = upgrade(site, version).must()
    assert "did not finish" in ran.text, ran.tail


def _serves(site: Site) -> bool:
    try:
        return bool(Public(site).version())
    except (OSError, ValueError):
        return False
