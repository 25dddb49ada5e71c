"""Debian base images, made by mmdebstrap: what `FROM sandbox/base:SUITE` names."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from tests.sandbox import apt
from tests.sandbox.errors import SandboxError
from tests.sandbox.images.buildah import Buildah
from tests.sandbox.images.jail import Jail

# No apt source and no resolver in the image: both belong to this machine and are bound in while building.
OPTIONS = [
    "--variant=minbase",
    "--include=ca-certificates",
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Acquire::Check-Date "false"',
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=APT::Install-Recommends "false"',
    "--dpkgopt=force-unsafe-io",
    "--dpkgopt=path-exclude=/usr/share/man/*",
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-exclude=/usr/share/info/*",
    "--dpkgopt=path-exclude=/usr/share/lintian/*",
    "--dpkgopt=path-exclude=/usr/share/locale/*",
    '--customize-hook=rm -f "$1"/etc/resolv.conf "$1"/etc/hostname; : > "$1"/etc/apt/sources.list',
]
IMPORT = 'FROM scratch\nADD root.tar /\nCMD ["bash"]\n'


def key(suite: str) -> str:
    """Hash of a base image's recipe."""
    return hashlib.sha256(repr((suite, OPTIONS, IMPORT)).encode()).hexdigest()[:16]


def source(suite: str) -> str:
    """Address that serves a Debian suite, taken from the host's own apt settings."""
    return next(item.uri for item in apt.apt_sources(suite) if item.suite == suite)


class Bases:
    """Base images of one builder, each built once, when first asked for.

    + work: folder for unfinished files
    + log: folder of logs
    """

    def __init__(self, buildah: Buildah, jail: Jail, work: Path, log: Path) -> None:
        self._buildah, self._jail, self._work, self._log = buildah, jail, work, log
        self._guards = {suite: threading.Lock() for suite in ("bookworm", "trixie")}

    def ensure(self, suite: str) -> None:
        """Have sandbox/base:SUITE in the store. Raises SandboxError when it cannot be built."""
        if suite not in self._guards:
            raise SandboxError(f"{suite}: no base image of this Debian release")
        with self._guards[suite]:
            named = f"sandbox/base:{suite}"
            keyed = f"{named}-{key(suite)}"
            if self._buildah.has(keyed):
                return
            folder = self._work / f"base-{suite}"
            folder.mkdir()
            log = self._log / f"base-{suite}.log"
            log.unlink(missing_ok=True)
            root = folder / "root.tar"
            self._jail.run(["mmdebstrap", *OPTIONS, suite, str(root), source(suite)], log, 900)
            (folder / "Dockerfile").write_text(IMPORT)
            self._buildah.build([named, keyed], folder, log)
            root.unlink()
