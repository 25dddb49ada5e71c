"""Every test of this folder once for each host of --inventory; without it all are skipped."""

from pathlib import Path

import pytest

from tests.vps.targets import add_options, targets

MISSING = "--inventory is missing: name the inventory whose hosts are to be verified"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options that name the hosts."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Load the declarations before anything else is imported: a mistake in them is one line, not one a file.

    Without hosts nothing is loaded: importing pyinfra's command line patches the standard library, which has to come
    before `requests`, and offline tests have no need of it.
    """
    if targets(config):
        for plugin in ("tests.vps.declaration", "tests.vps.looks"):
            config.pluginmanager.import_plugin(plugin)
        if config.option.tbstyle == "auto":
            config.option.tbstyle = "short"  # the long one prints arguments: the whole declaration


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test once for each host."""
    found = targets(metafunc.config)
    if found and "target" in metafunc.fixturenames:
        ids = [each.name for each in found]
        metafunc.parametrize("target", found, ids=ids, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --inventory there is nothing to look at. The hook sees the items of all folders."""
    if not targets(config):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=MISSING))
