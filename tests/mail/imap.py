"""An IMAP server (pymap), in the clear or behind TLS from the first byte."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from tests.mail.certificate import Certificate
from tests.mail.smtp import free_port
from tests.sandbox.deadline import wait_until

USER, PASSWORD = "support@example.com", "imap-pass-word-1"


@dataclass
class ImapServer:
    """Serves while the block runs.

    tls: ssl puts a certificate before the server, which speaks no TLS of its own from the first byte
    """

    tls: Literal["ssl", "none"] = "none"
    certificate: Certificate | None = None
    address: str = "127.0.0.1"
    port: int = 0

    def __enter__(self) -> "ImapServer":
        self.port = self.port or free_port(self.address)
        inner = free_port("127.0.0.1") if self.tls == "ssl" else self.port
        address = "127.0.0.1" if self.tls == "ssl" else self.address
        words = ["--host", address, "--port", str(inner), "--no-tls"]
        # Its demo account is its only one.
        words += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
        self._child = subprocess.Popen(
            [str(Path(sys.executable).with_name("pymap")), *words],
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,
        )
        wait_until(lambda: _answers(address, inner), 30, "pymap to serve", 0.1)
        self._terminator = None
        if self.tls == "ssl" and self.certificate:
            self._terminator = socket.create_server((self.address, self.port))
            threading.Thread(target=_serve, args=(self._terminator, self.certificate, inner), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminator:
            self._terminator.close()
        self._child.terminate()
        self._child.wait(10)


def _serve(listener: socket.socket, certificate: Certificate, inner: int) -> None:
    with suppress(OSError):  # closed: the test is over
        while True:
            raw, _ = listener.accept()
            threading.Thread(target=_terminate, args=(raw, certificate, inner), daemon=True).start()


def _terminate(raw: socket.socket, certificate: Certificate, inner: int) -> None:
    with suppress(OSError), raw:
        raw.settimeout(30)
        with (
            certificate.context.wrap_socket(raw, server_side=True) as outside,
            socket.create_connection(("127.0.0.1", inner)) as inside,
        ):
            back = threading.Thread(target=_copy, args=(inside, outside), daemon=True)
            back.start()
            _copy(outside, inside)
            back.join(5)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError, ValueError):  # ValueError: the other direction has closed TLS
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def _answers(address: str, port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex((address, port)) == 0


def _die_with_parent() -> None:
    # A killed test run must leave no server.
    import ctypes

    pr_set_pdeathsig = 1  # linux/prctl.h
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
