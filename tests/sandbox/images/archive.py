"""Images from elsewhere: a saved archive takes its place in the local registry."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox import host, paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.images import stock
from tests.sandbox.images.reference import parse
from tests.sandbox.locks import locked
from tests.sandbox.registry import filling
from tests.sandbox.shell import run


def kind(file: Path) -> str:
    """Transport by which skopeo reads an archive. Raises SandboxError when the file is none."""
    if not file.is_file():
        raise SandboxError(f"{file}: no such file; save one with `docker save NAME:TAG -o FILE.tar`")
    try:
        with tarfile.open(file) as archive:
            names = {member.name.removeprefix("./") for member in archive}
    except (tarfile.TarError, EOFError, OSError):
        raise SandboxError(f"{file}: not a tar archive; `docker save NAME:TAG -o FILE.tar` makes one") from None
    if "manifest.json" in names:
        return "docker-archive"
    if "oci-layout" in names:
        return "oci-archive"
    raise SandboxError(f"{file}: a tar archive, but not of an image; `docker save NAME:TAG -o FILE.tar` makes one")


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """The archive as a plain tar file for the time of the block: skopeo 1.9 stumbles over one packed by gzip."""
    with file.open("rb") as archive:
        packed = archive.read(2) == b"\x1f\x8b"
    if not packed:
        yield file
        return
    with tempfile.NamedTemporaryFile(dir=paths.cache(), suffix=".tar") as plain:
        with gzip.open(file) as archive:
            shutil.copyfileobj(archive, plain, 1 << 20)
        plain.flush()
        yield Path(plain.name)


def add(file: Path, name: str) -> None:
    """Put an archive into the local registry under a name; `build` leaves it alone from then on.

    + file: made by docker save, podman save or skopeo; docker or OCI layout, plain or gzipped
    + name: NAME:TAG as the compose file writes it

    Raises SandboxError for a wrong name or file.
    """
    reference = parse(name)
    transport = kind(file)
    host.ensure_packages()
    start = time.monotonic()
    with locked(paths.cache() / "images.lock", 3600), filling() as registry, unpacked(file) as plain:
        target = f"docker://{registry}/{reference.repository}:{reference.tag}"
        run(["skopeo", "copy", "--quiet", "--dest-tls-verify=false", f"{transport}:{plain}", target], timeout=1800)
        stock.record(reference, stock.ADDED)
    print(f"sandbox: image {reference} added from {file.name} in {time.monotonic() - start:.1f} s", flush=True)
