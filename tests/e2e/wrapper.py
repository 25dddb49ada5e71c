"""chatwoot-deploy as its operator runs it: a child process, its exit code, everything it says."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.e2e import transcript
from tests.e2e.site import ROOT, Fleet, Site

COMMAND = str(Path(sys.executable).with_name("chatwoot-deploy"))
HANG_SECONDS = 900
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Ran:
    """How a verb ended: exit code, both outputs without colours, seconds."""

    words: tuple[str, ...]
    code: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def text(self) -> str:
        """Everything it said."""
        return self.stdout + self.stderr

    @property
    def json(self) -> dict[str, Any]:
        """Its standard output, as JSON."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    @property
    def tail(self) -> str:
        """The end of everything it said, for messages."""
        return f"$ {' '.join(self.words)} -> {self.code}\n{self.stdout[-3000:]}\n--- stderr\n{self.stderr[-6000:]}"

    def must(self, code: int = 0) -> "Ran":
        """Itself, when it ended with this code; else AssertionError with what it said."""
        assert self.code == code, f"expected exit code {code}\n{self.tail}"
        assert "Traceback" not in self.text, self.tail
        return self


@dataclass
class Running:
    """A verb on its way. Leaving the block kills what is still running of it.

    words: verb and options behind the inventory
    """

    verb: str
    site: Site | Fleet
    words: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def __enter__(self) -> "Running":
        self._files = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]
        self._command = (COMMAND, self.verb, self.site.write(), *self.words)
        self._began = time.monotonic()
        # A session of its own: a Ctrl-C at the terminal of the tests stays with the tests, and all of it can be killed.
        self._child = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=self._files[0],
            stderr=self._files[1],
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        for file in self._files:
            file.close()

    def said(self) -> str:
        """What it has said so far."""
        return "".join(self._read(file) for file in self._files)

    def wait_for(self, pattern: str, seconds: float = HANG_SECONDS) -> None:
        """Wait until it has said something. AssertionError when it ends first, or never does."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.said()):
            assert self._child.poll() is None, f"ended before it said {pattern!r}\n{self.said()[-6000:]}"
            assert time.monotonic() < deadline, f"not said within {seconds:g} s: {pattern!r}\n{self.said()[-6000:]}"
            time.sleep(0.1)

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends it to every process of the group."""
        os.killpg(self._child.pid, signal.SIGINT)

    def sleep(self, seconds: float) -> None:
        """A laptop that is shut and opened again: everything stands still meanwhile, connections stay as they were."""
        os.killpg(self._child.pid, signal.SIGSTOP)
        time.sleep(seconds)

    def wake(self) -> None:
        """Go on after `sleep`."""
        os.killpg(self._child.pid, signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL for the wrapper and everything below it."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait(30)

    def end(self, seconds: float = HANG_SECONDS) -> Ran:
        """Wait for its end. AssertionError when it hangs."""
        try:
            code = self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"hangs for {seconds:g} s\n{self.said()[-6000:]}") from None
        out, err = (self._read(file) for file in self._files)
        ran = Ran((Path(COMMAND).name, *self._command[1:]), code, out, err, time.monotonic() - self._began)
        transcript.heard(ran.text)
        return ran

    def _read(self, file: Any) -> str:
        size = os.fstat(file.fileno()).st_size
        text = os.pread(file.fileno(), size, 0).decode(errors="replace")
        return _COLOURS.sub("", text)


def run(
    verb: str,
    site: Site | Fleet,
    *words: str,
    environment: Mapping[str, str] | None = None,
    seconds: float = HANG_SECONDS,
) -> Ran:
    """Run a verb to its end."""
    with Running(verb, site, words, environment or {}) as running:
        return running.end(seconds)


def planned(site: Site, code: int) -> str:
    """The plan's standard output; the exit code is asserted."""
    ran = run("plan", site).must(code)
    return ran.stdout
