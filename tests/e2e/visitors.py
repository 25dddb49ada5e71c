"""Visitors who may notice nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.load import Load
from tests.e2e.site import Site

RATE = 5.0  # requests a second: asked is whether one fails, not how many can be served


@contextmanager
def visited(site: Site) -> Iterator[None]:
    """No request may fail while the block runs, and no message that was taken may be lost."""
    with Load(site, rate=RATE) as load:
        yield
    result = load.result()
    print(f"meanwhile {result}")
    assert result.failed == [], f"{len(result.failed)} requests failed, the first {result.failed[:3]}"
    assert load.lost() == []
    assert result.answered  # or nobody has visited
