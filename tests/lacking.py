"""What a machine lacks that runs the tests: a reason to leave a test out, but never in CI."""

import os
import shutil
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Leave the test out; in CI (CI=true) it fails, since there nothing may be lacking.

    what: what is missing and where it would come from
    """
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; with CI=true no test is left out", pytrace=False)
    pytest.skip(what)


def needs_root(why: str) -> None:
    """Leave the test out where the tests do not run as root."""
    if os.geteuid() != 0:
        lacking(f"{why}: run as root")


def needs_program(name: str, package: str) -> None:
    """Leave the test out where a program is not installed."""
    if not shutil.which(name):
        lacking(f"{name} is not installed: apt-get install {package}")
