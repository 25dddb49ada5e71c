"""What `upgrade --plan` says of a real server: the hops with reasons, or why there is none. It touches nothing."""

from pathlib import Path

import pytest

from tests.e2e import stack, traces
from tests.e2e.releases import NEW, OLD, known, upgrade
from tests.e2e.site import Site

pytestmark = pytest.mark.standin


@pytest.fixture
def site(vps: Site, tmp_path: Path) -> Site:
    """The provisioned machine, which knows the releases that tests make up."""
    return known(vps, tmp_path / "site")


def test_hops_are_told_with_their_reasons_and_nothing_is_touched(site: Site) -> None:
    before = traces.listing(site.machine)
    text = " ".join(upgrade(site, NEW, "--plan").must(2).text.split())
    for expected in (OLD.removesuffix("-ce"), NEW.removesuffix("-ce"), "20260220000001 of the stand-in"):
        assert expected in text, f"{expected!r} is not said"
    upgrade(site, OLD, "--plan").must(0)
    assert "[downgrade]" in upgrade(site, "4.1.0-ce", "--plan").must(1).text
    assert traces.difference(before, traces.listing(site.machine)) == []


def test_rows_decide_and_not_what_the_image_says(site: Site) -> None:
    """The row of a forced stop is missing: nobody knows what that database is, whatever its release."""
    row = "20250416182131"  # of 4.1.0
    stack.sql(site, f"DELETE FROM schema_migrations WHERE version = '{row}'")  # noqa: S608
    try:
        text = " ".join(upgrade(site, NEW, "--plan").must(1).text.split())
    finally:
        stack.sql(site, f"INSERT INTO schema_migrations VALUES ('{row}')")  # noqa: S608
    assert f"but not {row}, as after an upgrade that jumped over" in text
    upgrade(site, NEW, "--plan").must(2)
