"""What the registry holds is read from its storage; a record counts only while it tells the truth."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from tests.sandbox.errors import SandboxError
from tests.sandbox.images import archive, builder, stock
from tests.sandbox.images.catalog import Image
from tests.sandbox.images.reference import parse

REDIS = parse("redis:8.0")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    monkeypatch.setenv("SANDBOX_CACHE", str(tmp_path))
    return tmp_path


def _stored(cache: Path, name: str, digest: str = "sha256:1") -> None:
    """Write what docker-registry writes when a tag is pushed."""
    reference = parse(name)
    repositories = cache / "registry/storage/docker/registry/v2/repositories"
    link = repositories / reference.repository / "_manifests/tags" / reference.tag / "current/link"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.write_text(digest)


def test_an_empty_cache_holds_nothing() -> None:
    assert stock.available() == {}
    assert stock.digest(REDIS) == ""
    assert stock.entry(REDIS) is None


def test_images_are_listed_as_compose_files_write_them(cache: Path) -> None:
    for name in ("redis:8.0", "pgvector/pgvector:pg17", "pgvector/pgvector:pg15"):
        _stored(cache, name)
    assert stock.available() == {"redis": ["8.0"], "pgvector/pgvector": ["pg15", "pg17"]}


def test_an_image_is_current_while_recipe_and_digest_are_those_recorded(cache: Path) -> None:
    image = Image("redis:8.0", "redis")
    _stored(cache, "redis:8.0")
    assert not stock.current(image, "key")
    stock.record(REDIS, "key")
    assert stock.current(image, "key")
    assert not stock.current(image, "new key")
    _stored(cache, "redis:8.0", "sha256:2")
    assert not stock.current(image, "key")


def test_an_image_put_there_by_hand_stays_whatever_the_recipe(cache: Path) -> None:
    _stored(cache, "redis:8.0")
    stock.record(REDIS, stock.ADDED)
    assert stock.current(Image("redis:8.0", "redis"), "any key")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"key": "a"}', "null"])
def test_a_broken_record_counts_as_none(cache: Path, text: str) -> None:
    _stored(cache, "redis:8.0")
    stock.record(REDIS, "key")
    next((cache / "images").glob("*.json")).write_text(text)
    assert stock.entry(REDIS) is None


def test_nothing_is_installed_locked_or_built_when_all_is_current(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stock, "current", lambda image, key: True)
    monkeypatch.setattr("tests.sandbox.host.ensure_packages", lambda: pytest.fail("packages were asked for"))
    builder.build()
    assert list(cache.iterdir()) == []
    assert capsys.readouterr().out == ""


def _tar(path: Path, *names: str) -> Path:
    with tarfile.open(path, "w") as archive_file:
        for name in names:
            archive_file.addfile(tarfile.TarInfo(name), io.BytesIO())
    return path


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("manifest.json", "repositories"), "docker-archive"),
        (("./manifest.json",), "docker-archive"),
        (("oci-layout", "index.json"), "oci-archive"),
        # Newer engines save both in one; the docker form carries the name.
        (("oci-layout", "manifest.json"), "docker-archive"),
    ],
)
def test_docker_and_oci_archives_are_told_apart(tmp_path: Path, names: tuple[str, ...], kind: str) -> None:
    assert archive.kind(_tar(tmp_path / "image.tar", *names)) == kind


def test_a_gzipped_archive_is_unpacked_for_skopeo_and_a_plain_one_left_alone(cache: Path) -> None:
    plain = _tar(cache / "image.tar", "manifest.json")
    packed = cache / "image.tar.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with archive.unpacked(packed) as file:
        assert file.read_bytes() == plain.read_bytes()
    assert not file.exists()
    with archive.unpacked(plain) as file:
        assert file == plain


def test_what_is_no_image_is_refused_with_the_remedy(tmp_path: Path) -> None:
    text = tmp_path / "text.tar"
    text.write_text("hello")
    for file, reason in (
        (tmp_path / "gone.tar", "no such file"),
        (text, "not a tar archive"),
        (_tar(tmp_path / "other.tar", "etc/passwd"), "not of an image"),
    ):
        with pytest.raises(SandboxError, match=f"{reason}.*docker save NAME:TAG -o FILE.tar"):
            archive.kind(file)
