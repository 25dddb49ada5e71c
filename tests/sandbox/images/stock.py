"""What the local registry holds, read from its storage, and from which recipe each image came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.sandbox import paths
from tests.sandbox.images.catalog import Image
from tests.sandbox.images.reference import Reference, parse, shown

ADDED = "added by hand"


class Entry(NamedTuple):
    """Where an image came from: the key of its recipe, or ADDED; and the digest it had when stored."""

    key: str
    digest: str


def _repositories() -> Path:
    return paths.cache() / "registry" / "storage" / "docker" / "registry" / "v2" / "repositories"


def _entry(reference: Reference) -> Path:
    return paths.cache() / "images" / f"{str(reference).replace('/', '_').replace(':', '_')}.json"


def available() -> dict[str, list[str]]:
    """Repositories as compose files write them, each with its tags; the registry need not run."""
    found: dict[str, list[str]] = {}
    root = _repositories()
    for link in sorted(root.glob("**/_manifests/tags/*/current/link")):
        tag = link.parents[1]
        repository = tag.parents[2].relative_to(root).as_posix()
        found.setdefault(shown(repository), []).append(tag.name)
    return found


def digest(reference: Reference) -> str:
    """Digest a tag points at, empty when the registry has no such tag."""
    link = _repositories() / reference.repository / "_manifests" / "tags" / reference.tag / "current" / "link"
    try:
        return link.read_text().strip()
    except OSError:
        return ""


def record(reference: Reference, key: str) -> None:
    """Remember from which recipe the image came that the registry holds now; the last step of a build."""
    path = _entry(reference)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"key": key, "digest": digest(reference)}))
    draft.replace(path)


def entry(reference: Reference) -> Entry | None:
    """What was recorded, None when nothing was or the registry holds something else by now."""
    try:
        data = json.loads(_entry(reference).read_text())
        found = Entry(data["key"], data["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.digest and found.digest == digest(reference) else None


def current(image: Image, key: str) -> bool:
    """Whether the image needs no build: it has this recipe, or was put there by hand in its place."""
    found = entry(parse(image.name))
    return found is not None and found.key in (key, ADDED)
