"""What the contract tests share: the root file system in which the stand-in runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.contract.chroot import root


@pytest.fixture(scope="session")
def root_fs() -> Path:
    """Root file system of the stand-in; skips where it cannot be made."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("running the stand-in needs root and unshare")
    return root()
