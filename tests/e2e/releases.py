"""Releases that tests make up: in the local registry while a test needs them, and in a ladder of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, run
from tests.sandbox.images.faulty import faulty, forget

LADDER = Path(__file__).with_name("ladder.yaml")
OLD, NEW = "4.10.0-ce", "4.11.0-ce"
# Up to 4.11.4 the ladder lets the old web serve meanwhile, from 4.11.5 on it does not.
SAFE, UNSAFE, MENDED = "4.11.1", "4.11.5", "4.11.6"
# Patience of a test: faults show within seconds.
HASTY = {"start_seconds": 20, "retries": 3, "wait_seconds": 90}


def known(site: Site, folder: Path, **data: Any) -> Site:
    """The machine with the ladder of the made-up releases.

    data: what else is declared otherwise
    """
    return site.changed(folder, chatwoot={"ladder": str(LADDER)}, **data)


@contextmanager
def release(version: str, faults: str = "") -> Iterator[str]:
    """A release in the local registry while the block runs; gives what `--to` takes.

    faults: as in STANDIN_FAULTS; none for one that works
    """
    try:
        yield faulty(version, faults)
    finally:
        forget(version)


def upgrade(site: Site, to: str, *words: str) -> Ran:
    """Run the verb to its end."""
    return run("upgrade", site, "--to", to, *words)
