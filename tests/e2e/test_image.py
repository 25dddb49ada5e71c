"""Any image can take the stand-in's place: an archive goes into the local registry, and machines pull it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.site import ROOT, Site
from tests.e2e.wrapper import planned
from tests.sandbox.choice import choose

SOURCE, ADDED = "redis:8.0", "e2e/redis:8.0"
REGISTRY = "127.0.0.1:5000"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A docker archive, as `docker save` makes it."""
    file = tmp_path / "image.tar"
    source = f"docker://{REGISTRY}/library/{SOURCE}"
    command = ["skopeo", "copy", "-q", "--src-tls-verify=false", source, f"docker-archive:{file}:somebody/else:1"]
    subprocess.run(command, check=True, timeout=300)
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
