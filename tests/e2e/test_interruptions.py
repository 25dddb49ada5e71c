"""One way from bare to provisioned, interrupted at every turn; by a user with sudo, so that this is proven too."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import stack, transcript
from tests.e2e.moments import when
from tests.e2e.public import Public
from tests.e2e.refusal import said
from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, Running, planned, run
from tests.sandbox.machine import Machine

INTERRUPTED = 130
UNFINISHED = "did not finish"


@pytest.fixture(scope="module")
def site(bare_machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The bare machine, afterwards provisioned, and bare again for whoever comes next."""
    login = {"ssh_user": "ops", "_sudo": True}
    site = Site(tmp_path_factory.mktemp("interrupted"), bare_machine, login)
    yield site
    transcript.note(site)
    bare_machine.reset()


def _closed(site: Site) -> None:
    """Nothing is routed from outside while the doors are not proven closed."""
    seen = site.machine.run(f"test -e {site.root}/traefik/dynamic/route.yaml && echo open || echo closed").stdout
    assert seen.strip() == "closed"


def _interrupted(running: Running, seconds: float = 60) -> Ran:
    ran = running.end(seconds)
    assert ran.code == INTERRUPTED, ran.tail
    assert "Traceback" not in ran.text, ran.tail
    assert "apply again" in ran.text
    return ran


# One story in the order of the file: each test goes on where the one before was stopped.


def test_ctrl_c_while_packages_are_installed(site: Site) -> None:
    """The first thing that takes long."""
    with Running("apply", site) as running:
        running.wait_for("Docker engine runs as declared")
        time.sleep(8)
        running.interrupt()
        _interrupted(running)


def test_ctrl_c_in_prepare(site: Site) -> None:
    """Before anything is decided: what was begun before is still known afterwards."""
    with Running("apply", site) as running:
        running.wait_for("Preparing|Loading|Connecting")
        running.interrupt()
        _interrupted(running)


def test_controller_killed_while_images_are_pulled(site: Site) -> None:
    """SIGKILL, as when the operator's machine loses power; the lock is free again, the note of the run stays."""
    with Running("apply", site) as running:
        running.wait_for("Ensure the operating system is as declared")
        time.sleep(2)
        running.kill()


def test_ssh_dropped_while_the_database_is_prepared(site: Site) -> None:
    """Every connection breaks at once: exit 1, and no Traceback."""
    with Running("apply", site) as running:
        running.wait_for("preparing the database")
        site.machine.drop_ssh()
        ran = running.end(180)
    assert ran.code == 1, ran.tail
    assert "Traceback" not in ran.text, ran.tail
    assert "apply again" in ran.text
    assert UNFINISHED in ran.text  # of the run before
    _closed(site)


def test_ctrl_c_in_the_rails_runner(site: Site) -> None:
    """In the middle of the only call that makes accounts; the second operator is told who is at work."""
    # The call stands still until all has been looked at: it takes longer here or there.
    with when(site, "pkill -STOP -f 'rails runner'", "true"), Running("apply", site) as running:
        running.wait_for("bootstrapping Chatwoot")
        second = run("apply", site).must(1)
        said(second, "is at work here: apply since", "run again")
        _closed(site)
        running.interrupt()
        _interrupted(running)
        site.machine.run("pkill -CONT -f 'rails [r]unner'; true")


def test_the_last_apply_finishes(site: Site) -> None:
    """Everything there once, nothing twice."""
    ran = run("apply", site).must()
    assert UNFINISHED in ran.text
    transcript.note(site)
    assert "nothing to do" in planned(site, 0)
    assert stack.sql(site, "SELECT string_agg(name, ',' ORDER BY id) FROM accounts") == "Acme,Globex"
    assert stack.sql(site, "SELECT count(*) FROM inboxes") == "4"
    assert stack.sql(site, "SELECT count(*) FROM users") == "2"
    public = Public(site)
    assert public.status("POST", "/api/v1/accounts") == 404
    assert public.status("GET", "/installation/onboarding") == 404


def test_journal_tells_the_story(site: Site) -> None:
    """Every run that was cut is on the host, and the one that finished."""
    journal = site.machine.run(f"sudo cat {site.state}/journal.jsonl", user="ops").stdout
    assert journal.count('"result": "unfinished"') >= 4, journal
    assert journal.count('"result": "ok"') == 1, journal


@pytest.mark.full
def test_silent_network(site: Site, tmp_path: Path) -> None:
    """The cable is out for good, no end of the connection is ever told: the run gives up by itself."""
    changed = site.changed(tmp_path, chatwoot={"environment": {"E2E": "silence"}})
    with Running("apply", changed) as running:
        running.wait_for("waiting for |starting ")
        with site.machine.unplugged():
            ran = running.end(300)
    print(f"silence was noticed within {ran.seconds:.0f} s of the start")
    assert ran.code == 1, ran.tail
    assert "Traceback" not in ran.text, ran.tail
    run("apply", site).must()
    assert "nothing to do" in planned(site, 0)
