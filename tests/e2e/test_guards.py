"""Bad input against a machine that is provisioned: what is there is never endangered."""

from pathlib import Path

import pytest

from tests.e2e import stack
from tests.e2e.refusal import refused, said
from tests.e2e.site import Site, standin_replaced
from tests.e2e.wrapper import planned, run

# Patience of a test: faults show within seconds.
HASTY = {"start_seconds": 20, "retries": 3, "wait_seconds": 90}


def test_database_without_its_secrets(vps: Site) -> None:
    """The volume is there, the store of secrets is gone: new secrets would lock the data away."""
    store = f"{vps.state}/secrets.json"
    vps.machine.run(f"mv {store} {store}.away")
    try:
        refused(vps, f"database volume {vps.project}-postgres-17 is there", "secrets.json) are gone")
    finally:
        vps.machine.run(f"mv {store}.away {store}")
    assert "nothing to do" in planned(vps, 0)


def test_store_of_secrets_is_damaged(vps: Site) -> None:
    """Half a file."""
    store = f"{vps.state}/secrets.json"
    vps.machine.run(f"cp -p {store} {store}.away; truncate -s 20 {store}")
    try:
        refused(vps, "secrets.json is damaged", "recovery kit")
    finally:
        vps.machine.run(f"mv {store}.away {store}")


@pytest.mark.skipif(standin_replaced(), reason="CHATWOOT_IMAGE runs another release")
def test_other_release_is_not_applied(vps: Site, tmp_path: Path) -> None:
    """Neither newer nor older: that is the upgrade verb's work."""
    for version in ("4.11.0-ce", "4.1.0-ce"):
        changed = vps.changed(tmp_path / version, chatwoot={"version": version})
        refused(changed, "v4.10.0-ce is installed", f"chatwoot.version declares {version}")


def test_other_database_major(vps: Site, tmp_path: Path) -> None:
    """The volume of 17 is never opened by 15."""
    changed = vps.changed(tmp_path, postgres={"major": 15}, images={"postgres": "pgvector/pgvector:pg15"})
    refused(changed, "made by PostgreSQL 17", "postgres.major is 15")


@pytest.mark.full
@pytest.mark.standin
def test_container_never_becomes_healthy(vps: Site, tmp_path: Path) -> None:
    """Web answers 500 for ever: told which container, with the end of its log; mended by the right declaration."""
    environment = {"STANDIN_FAULTS": "web_never_healthy"}
    faulty = vps.changed(tmp_path / "faulty", chatwoot={"environment": environment}, health=HASTY)
    ran = run("apply", faulty, seconds=300).must(1)
    print(f"a container that never becomes healthy is told after {ran.seconds:.0f} s")
    said(ran, "chatwoot is ", "Its last lines")
    assert "health check says" in ran.text
    assert "run apply again" in ran.text
    assert stack.states(vps)["postgres"] == "healthy"
    run("apply", vps).must()
    assert "nothing to do" in planned(vps, 0)


@pytest.mark.standin
@pytest.mark.full
def test_worker_that_dies(vps: Site, tmp_path: Path) -> None:
    """Docker restarts it again and again: given up before the patience ends."""
    faulty = vps.changed(tmp_path / "faulty", chatwoot={"environment": {"STANDIN_FAULTS": "worker_dies"}})
    ran = run("apply", faulty, seconds=300).must(1)
    said(ran, " is ", "Its last lines")
    run("apply", vps).must()
    assert "nothing to do" in planned(vps, 0)
