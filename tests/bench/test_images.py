"""What another image of the same major costs visitors. Numbers are printed; what was taken must not be lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import upgraded
from tests.bench.load import Load
from tests.e2e import stack
from tests.e2e.site import Site
from tests.e2e.wrapper import planned, run

AROUND_SECONDS = 3
DEFAULTS = {"postgres": "pgvector/pgvector:pg17", "redis": "redis:8.0", "traefik": "traefik:v3.7"}


@pytest.fixture(scope="module")
def provisioned(machines_alone: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The machine at 4.10.0, with a snapshot."""
    yield from upgraded.provisioned(tmp_path_factory.mktemp("images"))


@pytest.mark.full
@pytest.mark.parametrize("service", DEFAULTS)
def test_another_image_under_load(provisioned: Site, tmp_path: Path, service: str) -> None:
    """The same bytes by another name, so that nothing but the replacement is measured."""
    site = upgraded.fresh(provisioned)
    image = f"{DEFAULTS[service]}.1"
    site.machine.run(f"docker tag {DEFAULTS[service]} {image}")
    declared = site.changed(tmp_path, images={service: image})
    with Load(site) as load:
        time.sleep(AROUND_SECONDS)
        ran = run("apply", declared)
        time.sleep(AROUND_SECONDS)
    result = load.result()
    print(f"\n{service} as {image}: apply {ran.seconds:.0f} s; {result}")
    ran.must()
    stack.wait(declared)
    assert load.lost() == []
    assert result.seen[-1].status == 200, result.statuses  # visitors are served again
    assert "nothing to do" in planned(declared, 0)
