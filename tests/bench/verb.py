"""A verb of chatwoot-deploy, timed."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
COMMAND = str(Path(sys.executable).with_name("chatwoot-deploy"))
HANG_SECONDS = 900


class Timed(NamedTuple):
    """What a verb answered and how long it took in seconds."""

    answer: dict[str, Any]
    seconds: float


def apply(inventory: str) -> Timed:
    """Apply an inventory; AssertionError with the end of its output when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        [COMMAND, "apply", inventory, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return Timed(json.loads(done.stdout), time.monotonic() - began)
