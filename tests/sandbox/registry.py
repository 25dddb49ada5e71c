"""The local registry the throw-away VPS pulls from: Debian's docker-registry on plain http.

It listens on the sandbox bridge and on loopback only, never on the host's outer address. Its storage is kept
in the cache; several servers may read it at the same time.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.sandbox import paths, processes
from tests.sandbox.addresses import GATEWAY
from tests.sandbox.deadline import wait_until
from tests.sandbox.errors import SandboxError

LOOPBACK = "127.0.0.1"
_PATIENCE = 15


class Registry:
    """A server on loopback and, as soon as the bridge exists, one on its address.

    + cache: directory kept between runs; storage and settings go below it
    + address: address of the sandbox bridge
    + port: of both servers
    """

    def __init__(self, cache: Path | None = None, address: str = GATEWAY, port: int = 5000) -> None:
        self._folder = (cache or paths.cache()) / "registry"
        self._address = address
        self._port = port

    @property
    def url(self) -> str:
        """What `registry-mirrors` names."""
        return f"http://{self._address}:{self._port}"

    def start(self) -> None:
        """Have every server running that can: call it again once the bridge is there.

        Raises SandboxError when another program holds the port.
        """
        for host in self._hosts():
            if self._serves(host):
                continue
            # Ours, but not answering, or with another storage: replaced.
            processes.end([self._label(host)])
            config = _settings(self._folder, f"{host}-{self._port}", host, self._port)
            log = self._folder / f"{host}.log"
            pid = processes.spawn(["docker-registry", "serve", str(config)], self._label(host), log)
            _await_answer(pid, host, self._port, log)

    def stop(self) -> None:
        """End the servers; nothing happens when none runs."""
        processes.end([self._label(host) for host in (LOOPBACK, self._address)])

    def running(self) -> bool:
        """Whether every address that exists on this host is served."""
        return all(self._serves(host) for host in self._hosts())

    def _hosts(self) -> list[str]:
        return [LOOPBACK, self._address] if _assigned(self._address) and self._address != LOOPBACK else [LOOPBACK]

    def _label(self, host: str) -> str:
        return f"registry:{host}:{self._port}"

    def _serves(self, host: str) -> bool:
        """Whether our own process, with our storage, answers there."""
        config = str(self._folder / f"{host}-{self._port}.yml")
        ours = (Path(f"/proc/{pid}/cmdline") for pid in processes.marked(self._label(host)))
        return any(config.encode() in _read(path) for path in ours) and _answers(host, self._port)


@contextmanager
def filling() -> Iterator[str]:
    """A server on the same storage for the time of the block, independent of the one that machines pull from.

    Gives its host:port, on loopback. It dies with the caller, also when that is killed. One at a time: callers
    hold the lock of the images.
    """
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = int(probe.getsockname()[1])
    folder = paths.cache() / "registry"
    config = _settings(folder, "filling", LOOPBACK, port)
    log = folder / "filling.log"
    with log.open("wb") as output:
        command = ["setpriv", "--pdeathsig", "KILL", "docker-registry", "serve", str(config)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        _await_answer(process.pid, LOOPBACK, port, log)
        yield f"{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait()


def _settings(folder: Path, name: str, host: str, port: int) -> Path:
    """Write the settings file: JSON, which is a part of the YAML that the registry reads."""
    settings = {
        "version": 0.1,
        "log": {"level": "warn", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(folder / "storage")}, "delete": {"enabled": True}},
        "http": {"addr": f"{host}:{port}"},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yml"
    path.write_text(json.dumps(settings, indent=1))
    return path


def _await_answer(pid: int, host: str, port: int, log: Path) -> None:
    def settled() -> bool:
        return not processes.alive(pid) or _answers(host, port)

    wait_until(settled, _PATIENCE, f"the local registry on {host}:{port}; its output is in {log}")
    if not processes.alive(pid):
        lines = log.read_text(errors="replace").splitlines() or ["it wrote nothing"]
        # Lines read: time=... level=... msg="what a person needs" ...
        said = re.search(r'msg="(.*)"', lines[-1])
        raise SandboxError(f"the local registry cannot serve on {host}:{port}: {said[1] if said else lines[-1]}")


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=3)
    try:
        connection.request("GET", "/v2/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _assigned(address: str) -> bool:
    """Whether an interface of this host has the address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
