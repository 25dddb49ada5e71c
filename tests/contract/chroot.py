"""A Debian root file system with the stand-in's packages, PostgreSQL and Redis, in which the contract tests run it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.sandbox import host, paths
from tests.sandbox.locks import locked
from tests.sandbox.shell import run

STANDIN = Path(__file__).resolve().parents[1] / "sandbox" / "standin"
SERVERS = ("postgresql-17", "postgresql-17-pgvector", "redis-server")
SUITE = "trixie"


def root() -> Path:
    """The root file system, made when it is not there yet. Raises SandboxError when it cannot be made."""
    given = os.environ.get("STANDIN_CHROOT")
    if given:
        return Path(given)
    target = paths.cache() / "standin-root"
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_suffix(".lock"), 900):
        if not _whole(target):
            host.ensure_packages()
            _make(target)
    return target


def _whole(target: Path) -> bool:
    """Has it every package? One that was made for an older stand-in lacks some."""
    known, names = target / "var/lib/dpkg/info", host.parse_requirements((STANDIN / "packages.txt").read_text())
    return all(any(known.glob(f"{name}[.:]*list")) for name in names)


def _make(target: Path) -> None:
    """Through a tar and a rename: a build that was interrupted leaves nothing that looks finished."""
    archive, draft = target.with_suffix(".tar"), target.with_suffix(".new")
    for leftover in (archive, draft, target):
        run(["rm", "-rf", "--one-file-system", str(leftover)], timeout=300)
    packages = [*host.parse_requirements((STANDIN / "packages.txt").read_text()), *SERVERS]
    sources = [f"deb {source.uri} {source.suite} main" for source in host.apt_sources(SUITE)]
    run(
        [
            "mmdebstrap",
            "--variant=minbase",
            '--aptopt=Acquire::Check-Valid-Until "false"',
            '--aptopt=Acquire::Check-Date "false"',
            '--aptopt=APT::Install-Recommends "false"',
            "--dpkgopt=path-exclude=/usr/share/doc/*",
            "--dpkgopt=path-exclude=/usr/share/man/*",
            f"--include={','.join(packages)}",
            SUITE,
            str(archive),
            *sources,
        ],
        timeout=900,
    )
    draft.mkdir()
    run(["tar", "-C", str(draft), "-xf", str(archive)], timeout=300)
    archive.unlink()
    draft.rename(target)
