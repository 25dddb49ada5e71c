"""A real REST server for restic (Debian's rclone) on the machine that runs the tests, reached from the VPS."""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from types import TracebackType

from tests.sandbox.addresses import GATEWAY
from tests.sandbox.deadline import wait_until


class Repository:
    """Serves a folder while the block runs; can be stopped and started in between.

    folder: where the repository lies
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server((GATEWAY, 0)) as free:
            self._port: int = free.getsockname()[1]
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """As the declaration names it."""
        return f"rest:http://{GATEWAY}:{self._port}/chat"

    @property
    def packs(self) -> list[Path]:
        """The files with data, the largest first."""
        return sorted((self.folder / "chat" / "data").glob("*/*"), key=lambda each: -each.stat().st_size)

    def start(self) -> None:
        """Serve."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._child = subprocess.Popen(
            ["rclone", "serve", "restic", "--addr", f"{GATEWAY}:{self._port}", str(self.folder)],
            env={**os.environ, "RCLONE_CONFIG": str(self.folder / "none.conf")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,
        )
        wait_until(self._answers, 20, "rclone to serve", 0.1)

    def stop(self) -> None:
        """Nobody answers."""
        if self._child:
            self._child.terminate()
            self._child.wait(10)
            self._child = None

    def away(self) -> None:
        """The repository is not there: a disk that was not mounted."""
        shutil.move(self.folder / "chat", self.folder / "away")

    def back(self) -> None:
        """It is there again."""
        shutil.move(self.folder / "away", self.folder / "chat")

    def _answers(self) -> bool:
        with socket.socket() as one:
            one.settimeout(1)
            return one.connect_ex((GATEWAY, self._port)) == 0

    def __enter__(self) -> "Repository":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _die_with_parent() -> None:
    # A killed test run must leave no server.
    import ctypes

    pr_set_pdeathsig = 1  # linux/prctl.h
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
