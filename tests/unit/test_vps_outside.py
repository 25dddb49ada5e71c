"""How a host is seen from outside."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import certifi
import pytest

from tests.unit.declaration import settings
from tests.vps.outside import Outside, roots
from tests.vps.targets import Target


def test_first_of_the_roots_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATWOOT_VERIFY_CA", "from-environment.pem")
    assert roots("given.pem", "declared.pem", "PEM", tmp_path) == "given.pem"
    assert roots(None, "declared.pem", "PEM", tmp_path) == "from-environment.pem"
    monkeypatch.delenv("CHATWOOT_VERIFY_CA")
    assert Path(roots(None, "declared.pem", "PEM", tmp_path)).read_text() == "PEM"
    assert roots(None, "declared.pem", None, tmp_path) == "declared.pem"
    assert roots(None, None, None, tmp_path) == certifi.where()


def test_open_and_closed_ports_are_told_apart() -> None:
    outside = Outside("127.0.0.1", "chat.example.com", "")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert outside.admits(port)
    assert not outside.admits(port)


def test_machine_is_reached_where_ssh_reaches_it() -> None:
    assert Target("vps1", {"ssh_hostname": "192.0.2.1"}, settings()).address == "192.0.2.1"
    assert Target("chat.example.net", {}, settings()).address == "chat.example.net"
    assert Target("@local", {}, settings()).address == "127.0.0.1"


def test_web_is_asked_in_the_name_of_the_operators_proxy() -> None:
    """Past it: plain HTTP, with its word that the client came by TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(10)
        outside = Outside("192.0.2.1", "chat.example.com", "", server.getsockname())
        answer = pool.submit(outside.session().get, "https://chat.example.com/api?a=b")
        connection, _ = server.accept()
        with connection:
            asked = connection.recv(65536).decode().splitlines()
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        assert answer.result().status_code == 200
    assert asked[0] == "GET /api?a=b HTTP/1.1"
    assert {"Host: chat.example.com", "X-Forwarded-Proto: https"} <= set(asked)
