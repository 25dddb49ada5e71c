"""The local registry, started for real on a free port of loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.lacking import needs_program
from tests.sandbox import processes
from tests.sandbox.errors import SandboxError
from tests.sandbox.registry import LOOPBACK, Registry, filling

# Never an address of this host: reserved for documentation.
ABSENT = "192.0.2.1"


@pytest.fixture(autouse=True)
def _program() -> None:
    needs_program("docker-registry", "docker-registry")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _status(port: int, path: str) -> int:
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    connection.request("GET", path)
    return connection.getresponse().status


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[tuple[Registry, int]]:
    """A registry of this test's own, ended afterwards."""
    port = _free_port()
    one = Registry(tmp_path, ABSENT, port)
    yield one, port
    one.stop()


def test_it_starts_once_answers_and_ends(registry: tuple[Registry, int]) -> None:
    one, port = registry
    assert not one.running()
    one.start()
    assert one.running()
    before = processes.marked(f"registry:{LOOPBACK}:{port}")
    one.start()
    assert processes.marked(f"registry:{LOOPBACK}:{port}") == before
    assert _status(port, "/v2/") == 200
    assert _status(port, "/v2/library/redis/tags/list") == 404
    assert _status(port, "/v2/library/redis/manifests/8.0") == 404
    one.stop()
    assert not one.running()
    assert processes.marked(f"registry:{LOOPBACK}:{port}") == {}
    one.stop()


def test_one_with_another_storage_is_replaced(registry: tuple[Registry, int], tmp_path: Path) -> None:
    one, port = registry
    one.start()
    other = Registry(tmp_path / "other", ABSENT, port)
    assert not other.running()
    other.start()
    assert other.running()
    assert not one.running()


def test_a_port_held_by_a_stranger_is_told(tmp_path: Path) -> None:
    with socket.socket() as stranger:
        stranger.bind((LOOPBACK, 0))
        stranger.listen()
        port = stranger.getsockname()[1]
        with pytest.raises(SandboxError, match=f"cannot serve on {LOOPBACK}:{port}.*address already in use"):
            Registry(tmp_path, ABSENT, port).start()


def test_the_one_for_filling_ends_with_its_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_CACHE", str(tmp_path))
    with filling() as address:
        port = int(address.rpartition(":")[2])
        assert _status(port, "/v2/") == 200
    with pytest.raises(ConnectionRefusedError):
        _status(port, "/v2/")
