"""Building what the local registry lacks: two images at a time, every result cached by the hash of its recipe."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

from tests.sandbox import host, paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.images import base, context, stock, wheel
from tests.sandbox.images.base import Bases
from tests.sandbox.images.buildah import Buildah
from tests.sandbox.images.catalog import Image, chosen
from tests.sandbox.images.jail import Jail
from tests.sandbox.images.reference import parse
from tests.sandbox.locks import locked
from tests.sandbox.registry import filling

SIDE_BY_SIDE = 2


def build(names: Sequence[str] | None = None) -> None:
    """Have images in the local registry, building those whose recipe changed or which are missing.

    + names: such as redis:8.0, or chatwoot/chatwoot for all its tags; all images when None

    Prints a line for each image built. Raises SandboxError naming those that failed; the others are kept.
    """
    images = chosen(names)
    if not _missing(images):
        return
    host.ensure_packages()
    start = time.monotonic()
    with locked(paths.cache() / "images.lock", 3600):
        missing = _missing(images)
        if missing:
            print(f"sandbox: building {len(missing)} of {len(images)} images", flush=True)
            _build(missing)
            print(f"sandbox: images built in {time.monotonic() - start:.0f} s", flush=True)


def _missing(images: Sequence[Image]) -> list[Image]:
    return [image for image in images if not stock.current(image, context.key(image, base.key(image.suite)))]


def _build(images: Sequence[Image]) -> None:
    work = paths.cache() / "images" / "work"
    # Under the lock nobody else uses it: what lies there belongs to a build that was killed.
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    jail = Jail(work)
    # One recipe with several tags shares its layers, hence one after the other.
    groups = [list(group) for _, group in groupby(images, key=lambda image: (image.folder, image.suite))]
    failed: list[str] = []
    pool = ThreadPoolExecutor(SIDE_BY_SIDE)
    try:
        with filling() as registry:
            builder = _Builder(jail, work, registry)
            waiting = [pool.submit(builder.build_all, group) for group in groups]
            for done in as_completed(waiting):
                failed += done.result()
    finally:
        jail.end()
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(work, ignore_errors=True)
    if failed:
        raise SandboxError("\n".join(failed))


class _Builder:
    """One run: the shared store, base images and registry."""

    def __init__(self, jail: Jail, work: Path, registry: str) -> None:
        self._jail, self._work, self._registry = jail, work, registry
        self._log = paths.cache() / "images" / "log"
        self._log.mkdir(exist_ok=True)
        self._buildah = Buildah(jail, work / "run")
        self._buildah.tidy()
        self._bases = Bases(self._buildah, jail, work, self._log)

    def build_all(self, images: Sequence[Image]) -> list[str]:
        """Build one after the other; returns what went wrong, a text for each failed image."""
        failed = []
        for image in images:
            try:
                self._build(image)
            except SandboxError as error:
                failed.append(f"image {image.name}: {error}")
                print(f"sandbox: image {image.name} failed", flush=True)
        return failed

    def _build(self, image: Image) -> None:
        start = time.monotonic()
        log = self._log / f"{image.slug}.log"
        log.unlink(missing_ok=True)
        key = context.key(image, base.key(image.suite))
        self._bases.ensure(image.suite)
        folder = self._work / image.slug
        folder.mkdir()
        context.lay_out(image, folder)
        if image.wheel:
            wheel.scripts(image.wheel, folder, self._jail, log)
        reference = parse(image.name)
        named = f"{reference.repository}:{reference.tag}"
        self._buildah.build([named], folder, log, image.dockerfile, image.args, self._apt(image))
        self._buildah.push(named, f"{self._registry}/{named}", log)
        stock.record(reference, key)
        shutil.rmtree(folder)
        print(f"sandbox: image {image.name} built in {time.monotonic() - start:.1f} s", flush=True)

    def _apt(self, image: Image) -> dict[Path, str]:
        """Binds that give a build this machine's apt source, and keep lists and archives out of its layers."""
        folder = self._work / f"apt-{image.slug}"
        for name in ("lists", "archives"):
            (folder / name / "partial").mkdir(parents=True)
        lines = [f"deb {base.source(image.suite)} {image.suite} main\n"]
        if image.source_suite:
            lines.append(f"deb-src {base.source(image.source_suite)} {image.source_suite} main\n")
        (folder / "sources.list").write_text("".join(lines))
        return {
            folder / "sources.list": "/etc/apt/sources.list",
            folder / "lists": "/var/lib/apt/lists",
            folder / "archives": "/var/cache/apt",
        }
