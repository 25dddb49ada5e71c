"""How a host is seen from outside."""

import socket
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
    assert roots(None, "declared.pem", "PEM", tmp_path) == "declared.pem"
    assert Path(roots(None, None, "PEM", tmp_path)).read_text() == "PEM"
    assert roots(None, None, None, tmp_path) == certifi.where()


def test_open_and_closed_ports_are_told_apart() -> None:
    outside = Outside("127.0.0.1", "chat.example.com", "")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert outside.admits(port)
    assert not outside.admits(port)


def test_names_are_sought_at_the_machine_itself() -> None:
    data = {"ssh_hostname": "192.0.2.1"}
    assert Target("vps1", data, settings()).address == "192.0.2.1"
    assert Target("chat.example.net", {}, settings()).address == "chat.example.net"
    assert Target("@local", {}, settings()).address == "127.0.0.1"


def test_names_are_sought_by_dns_behind_a_proxy_of_the_operators_own() -> None:
    own = settings(proxy={"mode": "loopback"})
    assert Target("vps1", {"ssh_hostname": "192.0.2.1"}, own).address == own.domain
