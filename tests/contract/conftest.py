"""What the contract tests share: the root file system in which the stand-in runs, and its servers alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.chroot import root
from tests.contract.standin import StandIn
from tests.lacking import needs_program, needs_root


@pytest.fixture(scope="session")
def root_fs() -> Path:
    """Root file system of the stand-in."""
    needs_root("running the stand-in makes namespaces")
    needs_program("unshare", "util-linux")
    return root()


@pytest.fixture(scope="module")
def servers(root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """PostgreSQL and Redis with the application of 4.10.0 beside them; no web."""
    with StandIn(root_fs, "4.10.0", tmp_path_factory.mktemp("servers")) as double:
        double.install()
        double.start_servers()
        yield double
