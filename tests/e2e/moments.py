"""The moment of an upgrade at which something happens to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.site import Site
from tests.sandbox.deadline import wait_until

STEP_SECONDS = 240
# Of the record, in order: every boundary at which a controller can die.
OPEN = ("keep", "files", "backup", "migrate", "web", "workers", "gate")
CLOSED = ("keep", "files", "close", "backup", "migrate", "web", "workers", "gate", "open")


def record(site: Site) -> dict[str, Any]:
    """The host's note of the upgrade; empty when there is none. Read past SSH, so that it costs no time."""
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

    state: as the record names it: running, undoing, done, undone, stuck
    """

    def noted() -> bool:
        found = record(site)
        return (found.get("state"), found.get("step")) == (state, step)

    wait_until(noted, STEP_SECONDS, f"the upgrade of {site.machine.name} to come to {step} ({state})", 0.02)


@contextmanager
def at_step(site: Site, step: str, command: str) -> Iterator[None]:
    """Have the host run a shell command in the moment when an upgrade notes a step."""
    noted = f'grep -q \'"step": "{step}"\' {site.state}/upgrade/record.json 2>/dev/null'
    with when(site, noted, command):
        yield


@contextmanager
def when(site: Site, condition: str, command: str) -> Iterator[None]:
    """Have the host run a shell command in the moment when another one succeeds: SSH would come too late."""
    script = f"until {condition}; do sleep 0.02; done\n{command}\n"
    site.machine.run("cat > /run/e2e-when.sh", stdin=script)
    site.machine.run("systemd-run -q --collect --unit e2e-when bash /run/e2e-when.sh")
    try:
        yield
    finally:
        site.machine.run("systemctl stop e2e-when 2>/dev/null; true")
