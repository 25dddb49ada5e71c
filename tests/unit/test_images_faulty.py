"""A release that never was: derived from a stored image by one layer, found under its own tag, gone when forgotten."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lacking import needs_program
from tests.sandbox.errors import SandboxError
from tests.sandbox.images import faulty, stock
from tests.sandbox.images.faulty import MANIFEST, REPOSITORY, _Store
from tests.sandbox.registry import filling

FIRST = b"the layers of the image below"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Store]:
    """A registry of this test's own, with an image of one layer."""
    needs_program("docker-registry", "docker-registry")
    monkeypatch.setenv("SANDBOX_CACHE", str(tmp_path))
    with filling() as address:
        below = _Store(address)
        config = {"rootfs": {"type": "layers", "diff_ids": ["sha256:0"]}, "config": {"WorkingDir": "/app"}}
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": below._put(json.dumps(config).encode(), "application/vnd.oci.image.config.v1+json"),
            "layers": [below._put(FIRST, "application/vnd.oci.image.layer.v1.tar+zstd")],
        }
        below._ask("PUT", "manifests/v4.11.0-ce", json.dumps(manifest).encode(), MANIFEST)
        yield below


def test_it_is_the_image_below_with_one_more_layer(store: _Store) -> None:
    assert faulty.faulty("4.11.3", "migrate_fail,slow_boot=3") == "4.11.3-ce"
    below, _ = store._manifest("v4.11.0-ce")
    above, _ = store._manifest("v4.11.3-ce")
    assert below
    assert above
    assert above["layers"][:-1] == below["layers"]
    config = json.loads(store._ask("GET", f"blobs/{above['config']['digest']}")[1])
    assert config["config"] == {"WorkingDir": "/app"}
    layer = gzip.decompress(store._ask("GET", f"blobs/{above['layers'][-1]['digest']}")[1])
    assert config["rootfs"]["diff_ids"] == ["sha256:0", faulty._digest(layer)]
    with tarfile.open(fileobj=io.BytesIO(layer)) as archive:
        texts = {name: archive.extractfile(name).read().decode() for name in archive.getnames()}  # type: ignore[union-attr]
    assert texts == {
        "app/config/app.yml": "shared:\n  version: '4.11.3'\n",
        "app/config/faults": "migrate_fail,slow_boot=3\n",
    }


def test_it_can_be_made_again_and_forgotten(store: _Store) -> None:
    faulty.faulty("4.11.1", "migrate_fail")
    _, before = store._manifest("v4.11.1-ce")
    faulty.faulty("4.11.1", "migrate_half")
    _, after = store._manifest("v4.11.1-ce")
    assert before != after
    assert stock.available() == {REPOSITORY: ["v4.11.0-ce", "v4.11.1-ce"]}
    faulty.forget("4.11.1")
    faulty.forget("4.11.1")
    assert stock.available() == {REPOSITORY: ["v4.11.0-ce"]}


def test_what_cannot_be_derived_is_told(store: _Store) -> None:
    with pytest.raises(SandboxError, match=r"chatwoot/chatwoot:v4.12.0-ce is not in the local registry"):
        faulty.faulty("4.12.1")
    with pytest.raises(SandboxError, match=r"4.11.0: the first release of its minor is built from its recipe"):
        faulty.faulty("4.11.0", "migrate_fail")
