"""What the contract tests share: the root file system in which the stand-in runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.chroot import root
from tests.lacking import needs_program, needs_root


@pytest.fixture(scope="session")
def root_fs() -> Path:
    """Root file system of the stand-in."""
    needs_root("running the stand-in makes namespaces")
    needs_program("unshare", "util-linux")
    return root()
