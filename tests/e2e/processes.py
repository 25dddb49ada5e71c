"""Command lines of every process, sampled from outside: the throw-away machine's processes are this machine's too."""

import threading
import time
from pathlib import Path
from types import TracebackType

PAUSE = 0.1


class Sampler:
    """Collects every command line that was there while the block ran, the guest's and the controller's."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.rounds = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._collect, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join(10)

    def _collect(self) -> None:
        known: dict[str, float] = {}
        while not self._done.is_set():
            self.rounds += 1
            for path in Path("/proc").iterdir():
                if path.name.isdigit():
                    self._look(path, known)
            self._done.wait(PAUSE)

    def _look(self, path: Path, known: dict[str, float]) -> None:
        # A process keeps its number through exec, so young ones are looked at again.
        now = time.monotonic()
        if now - known.setdefault(path.name, now) > 2:
            return
        try:
            words = (path / "cmdline").read_bytes()
        except OSError:
            return
        if words:
            self.seen.add(words.replace(b"\0", b" ").decode(errors="replace"))
