"""For every test: gevent before anything else, as pyinfra's own command line does it."""

from collections.abc import Iterator

import pytest
from gevent import monkey  # type: ignore[import-untyped]

# Patching after ssl is in use ends in a RecursionError, and some test or other imports pyinfra's command line.
monkey.patch_all()


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
