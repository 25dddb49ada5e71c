"""The images the throw-away VPS pulls: built from Debian packages and PyPI, kept in the local registry."""

from tests.sandbox.images.archive import add
from tests.sandbox.images.builder import build
from tests.sandbox.images.stock import available

__all__ = ["add", "available", "build"]
