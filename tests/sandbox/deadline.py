"""Waiting that always ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.sandbox.errors import SandboxError


def wait_until(ready: Callable[[], bool], seconds: float, what: str, pause: float = 0.1) -> float:
    """Poll until `ready` holds.

    + ready: asked again and again; must itself return quickly
    + seconds: when to give up
    + what: what is waited for, completes the sentence "gave up waiting for ..."
    + pause: seconds between two questions

    Returns the seconds waited. Raises SandboxError at the deadline.
    """
    start = time.monotonic()
    while not ready():
        if time.monotonic() - start > seconds:
            raise SandboxError(f"gave up after {seconds:g} s waiting for {what}")
        time.sleep(pause)
    return time.monotonic() - start


def holds_within(ready: Callable[[], bool], seconds: float) -> bool:
    """True as soon as `ready` holds, False when it does not within the seconds."""
    try:
        wait_until(ready, seconds, "a condition")
    except SandboxError:
        return False
    return True
