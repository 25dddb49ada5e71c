"""Any image can take the stand-in's place: an archive goes into the local registry, and machines pull it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.site import ROOT, Site
from tests.e2e.wrapper import planned
from tests.sandbox.choice import choose

SOURCE, ADDED = "redis:8.0", "e2e/redis:8.0"


@pytest.fixture
def archive(vps: Site, tmp_path: Path) -> Path:
    """What `docker save` makes of an image that the machine has."""
    file = tmp_path / "image.tar"
    with file.open("wb") as output:
        subprocess.run([*vps.machine.ssh(), f"docker save {SOURCE}"], stdout=output, check=True, timeout=300)
    return file


def test_archive_is_pulled_by_the_machine(vps: Site, archive: Path) -> None:
    """`sandbox image add FILE NAME:TAG`, then an ordinary pull through the mirror."""
    command = [sys.executable, "-m", "tests.sandbox", "image", "add", str(archive), ADDED]
    subprocess.run(command, cwd=ROOT, check=True, timeout=600)
    vps.machine.run(f"docker pull -q {ADDED}", timeout=300)
    vps.machine.run(f"docker rmi {ADDED}")


def test_chatwoot_image_names_image_and_release(bare: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """CHATWOOT_IMAGE=NAME:TAG declares the image; the plan then speaks of it."""
    monkeypatch.setenv("CHATWOOT_IMAGE", "chatwoot/chatwoot:v4.1.0-ce")
    assert choose().data == {"chatwoot": {"image": "chatwoot/chatwoot", "version": "4.1.0-ce"}}
    assert "image chatwoot/chatwoot:v4.1.0-ce: pulled" in planned(bare, 2)
