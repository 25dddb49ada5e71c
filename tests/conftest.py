"""For every test: gevent before anything else, as pyinfra's own command line does it."""

from collections.abc import Iterator

import pytest
from gevent import monkey  # type: ignore[import-untyped]

# Patching after ssl is in use ends in a RecursionError, and some test or other imports pyinfra's command line.
monkey.patch_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    """--full."""
    parser.addoption("--full", action="store_true", help="also the tests that take long (make e2e-full, make bench)")


def pytest_configure(config: pytest.Config) -> None:
    """The marks of tests with machines."""
    config.addinivalue_line("markers", "full: takes long; only with --full")
    config.addinivalue_line("markers", "standin: needs a fault switch of the stand-in for Chatwoot")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long."""
    if not config.getoption("--full"):
        long = [item for item in items if item.get_closest_marker("full")]
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


@pytest.fixture(scope="session")
def machines_alone() -> Iterator[None]:
    """The throw-away machines, which need root, and to ourselves: a second session ends here."""
    from tests.lacking import needs_root
    from tests.sandbox.errors import SandboxError
    from tests.sandbox.suite import alone

    needs_root("the throw-away VPS mounts disks and makes network namespaces")
    try:
        with alone():
            yield
    except SandboxError as error:
        pytest.exit(str(error), returncode=1)
