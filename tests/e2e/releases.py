"""Upgrades of the stand-in: releases that misbehave, how far a run on a machine has come, and what must be true after."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e import markers, stack
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, planned, run
from tests.sandbox.deadline import wait_until
from tests.sandbox.images.faulty import faulty, forget

LADDER = Path(__file__).with_name("ladder.yaml")
OLD, NEW = "4.10.0-ce", "4.11.0-ce"
# Up to 4.11.4 the ladder lets the old web serve meanwhile, from 4.11.5 on it does not.
SAFE, UNSAFE = "4.11.1", "4.11.5"
# Patience of a test: faults show within seconds.
HASTY = {"start_seconds": 20, "retries": 3, "wait_seconds": 90}
STEP_SECONDS = 240


@dataclass(frozen=True)
class Before:
    """What a machine held before something went wrong."""

    markers: markers.Markers
    sums: markers.Sums

    @classmethod
    def of(cls, site: Site) -> "Before":
        """Write markers and look at everything."""
        written = markers.insert(site)
        settled(site)
        return cls(written, markers.sums(site))


def known(site: Site, folder: Path, **data: Any) -> Site:
    """The machine with the ladder of the made-up releases.

    data: what else is declared otherwise
    """
    return site.changed(folder, chatwoot={"ladder": str(LADDER)}, **data)


@contextmanager
def release(version: str, faults: str = "") -> Iterator[str]:
    """A release in the local registry while the block runs; gives what `--to` takes."""
    try:
        yield faulty(version, faults)
    finally:
        forget(version)


def upgrade(site: Site, to: str, *words: str) -> Ran:
    """Run the verb to its end."""
    return run("upgrade", site, "--to", to, *words)


def record(site: Site) -> dict[str, Any]:
    """The host's note of the upgrade; empty when there is none. Read past SSH, so that it costs nothing."""
    mount = site.machine.mount
    if mount is None:
        return {}
    try:
        found: dict[str, Any] = json.loads((mount / f".{site.state}" / "upgrade" / "record.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def reached(site: Site, step: str, state: str = "running") -> None:
    """Wait until the run on the machine has noted a step.

    step: as the record names it; any when empty
    """
    wait_until(
        lambda: record(site).get("state") == state and record(site).get("step") in (step, step or record(site)["step"]),
        STEP_SECONDS,
        f"the upgrade of {site.machine.name} to come to {step or state}",
        0.02,
    )


def settled(site: Site) -> None:
    """Wait until no job waits: what workers write belongs to before."""
    queues = "for k in $(redis-cli SMEMBERS queues); do redis-cli LLEN queue:$k; done | paste -sd+ | tr -d '\\n'"
    command = f'docker exec {site.project}-redis sh -c "{queues}"'

    def empty() -> bool:
        counts = site.machine.run(command).stdout.strip()
        return not any(int(each) for each in counts.split("+") if each)

    wait_until(empty, 60, f"the queues of {site.machine.name} to be empty", 0.5)


def runs(site: Site, version: str) -> None:
    """The site is healthy on a release, as the declaration would have it, and nothing of an upgrade is left around."""
    stack.wait(site)
    number = version.removesuffix("-ce")
    assert Public(site).version() == number
    names = site.machine.run("docker ps -a --format '{{.Names}} {{.Image}}'").stdout.splitlines()
    assert not [each for each in names if re.search("-next|-maintenance|-run-", each)], names
    ours = {each.split(":v")[-1] for each in names if "chatwoot/chatwoot:v" in each}
    assert ours == {version}, names
    declared = site.changed(site.folder / f"as-{number}", chatwoot={"version": version})
    assert "nothing to do" in planned(declared, 0)


def kept(site: Site, before: Before, exactly: bool = False) -> None:
    """Nothing of what was there before is lost or changed.

    exactly: nothing may have been added to the schema either
    """
    assert markers.missing(site, before.markers) == []
    now = markers.sums(site, None if exactly else before.sums)
    # Which migrations ran is no data of anybody's; when they must not have, it counts.
    apart = () if exactly else ("schema_migrations", "ar_internal_metadata")
    assert markers.changed(before.sums, now, apart) == []
    if exactly:
        assert now.columns == before.sums.columns


def rolled_back(ran: Ran, step: str, *words: str) -> None:
    """The verb says that it failed, at which step, why, with the end of the log, and that all is as before."""
    ran.must(1)
    text = " ".join(ran.text.split())
    assert f"failed at step {step}" in text, ran.tail
    assert "Rolled back: the site runs" in text, ran.tail
    for word in words:
        assert word in text, f"{word!r} is not said\n{ran.tail}"
