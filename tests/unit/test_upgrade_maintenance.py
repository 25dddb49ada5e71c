"""The maintenance page: what visitors get, what Docker's health check gets, when its container is made."""

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.files import templates
from deploy.host.connection import Output
from deploy.upgrades import maintenance
from tests.lacking import needs_program
from tests.unit.declaration import settings
from tests.unit.upgrade_world import World, host

VISITOR = "127.0.0.2"  # another address of this machine: the health check comes from 127.0.0.1
PROFILE = "/api/v1/profile"
_BOOT_SECONDS = 10


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The page, served by this machine's ruby on a free port."""
    needs_program("ruby", "ruby")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    text = templates.verbatim("rails/maintenance.rb")
    moved = text.replace("'0.0.0.0', 3000", f"'0.0.0.0', {number}")
    assert moved != text
    script: Path = tmp_path_factory.mktemp("ruby") / "maintenance.rb"
    script.write_text(moved)
    with subprocess.Popen(["ruby", str(script)]) as server:
        deadline = time.monotonic() + _BOOT_SECONDS
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", number), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield number
        server.terminate()
        assert server.wait(5) == 0  # at once: docker stop waits for nothing


def ask(port: int, method: str, path: str, source: str, body: bytes | None = None) -> http.client.HTTPResponse:
    """One request from an address of this machine; the answer is read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 5, source_address=(source, 0))
    connection.request(method, path, body)
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    return answer


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", PROFILE), ("GET", "/cable"), ("DELETE", "/api/v1/accounts/1"), ("POST", "/auth/sign_in")],
)
def test_visitors_are_told_to_come_again(port: int, method: str, path: str) -> None:
    answer = ask(port, method, path, VISITOR)
    assert (answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (503, "30", "no-store")
    assert "Back in a few minutes" in answer.text  # type: ignore[attr-defined]


def test_head_has_no_body(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5, (VISITOR, 0)) as visitor:
        visitor.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        visitor.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := visitor.recv(4096):
            received += chunk
    assert received.startswith(b"HTTP/1.1 503 ")
    assert received.endswith(b"\r\n\r\n")


def test_a_visitor_who_sends_much_gets_the_answer_too(port: int) -> None:
    assert ask(port, "POST", "/api/v1/accounts/1/messages", VISITOR, b"x" * 900_000).status == 503


def test_a_visitor_who_says_nothing_keeps_nobody_waiting(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5):
        assert ask(port, "GET", "/", VISITOR).status == 503


def test_its_own_health_check_finds_it_well(port: int) -> None:
    """templates/rails/web_health.rb wants 401 for a profile with an unknown token."""
    assert ask(port, "GET", PROFILE, "127.0.0.1").status == 401
    assert ask(port, "GET", f"{PROFILE}s", "127.0.0.1").status == 503
    assert ask(port, "POST", PROFILE, "127.0.0.1").status == 503


def test_the_check_that_docker_runs_agrees(port: int, tmp_path: Path) -> None:
    text = templates.verbatim("rails/web_health.rb")
    moved = text.replace("'127.0.0.1', 3000", f"'127.0.0.1', {port}")
    assert moved != text
    script = tmp_path / "health.rb"
    script.write_text(moved)
    done = subprocess.run(
        ["ruby", str(script)], env={"FRONTEND_URL": "https://x", "PATH": "/usr/bin:/bin"}, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize(("state", "made"), [("running healthy", False), ("running unhealthy", True), ("", True)])
def test_a_page_that_visitors_may_be_led_to_is_not_made_anew(
    monkeypatch: pytest.MonkeyPatch, state: str, made: bool
) -> None:
    world = World()
    world.answers["connection.run"] = Output(True, f"{state}\n", "")
    world.replace(monkeypatch, maintenance, "connection")
    monkeypatch.setattr(maintenance, "healthy", lambda *_: None)
    maintenance.start(host(), settings(project="p"))
    assert [any(word in each for each in world.calls) for word in ("docker rm -f", "docker compose run")] == [made] * 2
