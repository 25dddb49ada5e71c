"""Build context of an image: collected from its folders, hashed as its recipe, laid out for the builder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.sandbox.errors import SandboxError
from tests.sandbox.images.catalog import HERE, Image

# What tools leave behind, at any depth; and what a Rails application writes, at the top only.
LITTER = {"__pycache__", ".git", ".bundle", "node_modules"}
SCRATCH = {"tmp", "log", "storage", "coverage"}


def files(image: Image) -> dict[str, Path]:
    """Files of the context, path inside it to source, in a stable order.

    Raises SandboxError when a folder of the image is missing, or two folders hold the same path.
    """
    found: dict[str, Path] = {}
    for folder in (image.context, HERE / image.folder):
        if folder is None:
            continue
        if not folder.is_dir():
            raise SandboxError(f"{image.name}: the folder tests/sandbox/{folder.relative_to(HERE.parent)} is missing")
        for path in _walk(folder):
            name = path.relative_to(folder).as_posix()
            if name in found:
                raise SandboxError(f"{image.name}: {name} is in two folders of its context")
            found[name] = path
    if image.dockerfile not in found:
        raise SandboxError(f"{image.name}: {image.dockerfile} is missing in tests/sandbox/images/{image.folder}")
    return dict(sorted(found.items()))


def _walk(folder: Path, top: bool = True) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LITTER or path.suffix == ".pyc" or (top and path.name in SCRATCH):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, top=False)
        else:
            yield path


def key(image: Image, base: str) -> str:
    """Hash of all that decides what the image holds.

    + base: key of its base image
    """
    digest = hashlib.sha256()
    facts = (base, image.dockerfile, image.suite, sorted(image.args.items()), image.wheel, image.source_suite)
    digest.update(repr(facts).encode())
    for name, path in files(image).items():
        # The other Dockerfiles of the folder are no part of this image.
        if name.endswith("Dockerfile") and name != image.dockerfile:
            continue
        body = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
        runnable = not path.is_symlink() and bool(path.stat().st_mode & 0o111)
        digest.update(repr((name, path.is_symlink(), runnable, len(body))).encode())
        digest.update(body)
    return digest.hexdigest()[:16]


def lay_out(image: Image, target: Path) -> None:
    """Copy the context into an empty folder, with plain modes: a checkout's umask must not reach the image."""
    for name, path in files(image).items():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            copy.symlink_to(path.readlink())
            continue
        shutil.copyfile(path, copy)
        copy.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    for folder in (path for path in target.rglob("*") if path.is_dir()):
        folder.chmod(0o755)
