"""HTTP through an SSH connection: a real paramiko server on loopback that opens direct-tcpip channels."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import paramiko
import paramiko.common as ssh_codes
import pytest
import requests
from pyinfra.connectors.local import LocalConnector

from deploy.errors import OperatorError
from deploy.host import channel
from tests.unit.test_channel_certificates import self_signed

KEY = paramiko.RSAKey.generate(2048)


class _Sshd(paramiko.ServerInterface):
    """An sshd that does nothing but forward, or refuses to."""

    def __init__(self, answer: int) -> None:
        self.answer = answer
        self.asked: list[tuple[str, int]] = []
        self.ports: dict[int, int] = {}  # by channel: several may be opened at once

    def check_auth_none(self, username: str) -> int:
        return ssh_codes.AUTH_SUCCESSFUL

    def get_allowed_auths(self, username: str) -> str:
        return "none"

    def check_channel_direct_tcpip_request(self, chanid: int, origin: Any, destination: Any) -> int:
        self.asked.append(destination)
        self.ports[chanid] = destination[1]
        if self.answer == ssh_codes.OPEN_SUCCEEDED and destination[1] == 1:
            return ssh_codes.OPEN_FAILED_CONNECT_FAILED
        return self.answer


def _pump(server: paramiko.Transport, sshd: _Sshd) -> None:
    while server.is_active():
        opened = server.accept(1)
        if opened is None:
            continue
        target = socket.create_connection(("127.0.0.1", sshd.ports[opened.get_id()]))
        threading.Thread(target=_copy, args=(opened, target), daemon=True).start()
        threading.Thread(target=_copy, args=(target, opened), daemon=True).start()


def _copy(source: Any, sink: Any) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        with suppress(OSError):
            sink.shutdown(2)  # close() alone does not wake the other thread's recv
        sink.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/slow":
            threading.Event().wait(3)
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"a" * 70000, b"b"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
            return
        body = f"{self.headers['Host']} {self.headers['X-Forwarded-Proto']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: some clients here hang up on purpose."""


@pytest.fixture
def web() -> Iterator[int]:
    """A web server; gives its port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def tls_web(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A web server with TLS for chat.example.com; gives its port and the path of its certificate."""
    certificate, key = self_signed("chat.example.com", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], str(certificate)
    server.shutdown()
    server.server_close()


def _host(answer: int) -> Iterator[Any]:
    ours, theirs = socket.socketpair()
    sshd = _Sshd(answer)
    server = paramiko.Transport(theirs)
    server.add_server_key(KEY)
    server.start_server(event=threading.Event(), server=sshd)
    threading.Thread(target=_pump, args=(server, sshd), daemon=True).start()
    transport = paramiko.Transport(ours)
    transport.start_client(timeout=10)
    transport.auth_none("root")
    yield SimpleNamespace(
        name="chat1", connector=SimpleNamespace(client=SimpleNamespace(get_transport=lambda: transport)), sshd=sshd
    )
    transport.close()
    server.close()


@pytest.fixture
def ssh() -> Iterator[Any]:
    """A host reached over SSH."""
    yield from _host(ssh_codes.OPEN_SUCCEEDED)


@pytest.fixture
def closed_ssh() -> Iterator[Any]:
    """A host whose sshd forbids forwarding."""
    yield from _host(ssh_codes.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED)


def test_a_request_goes_to_the_address_whatever_the_url_says(ssh: Any, web: int) -> None:
    session = channel.session(ssh, "127.0.0.1", web, server_name="chat.example.com")
    answer = session.get("http://chat.example.com/x", headers={"X-Forwarded-Proto": "https"})
    assert answer.text == "chat.example.com https"
    assert ssh.sshd.asked == [("127.0.0.1", web)]


def test_a_connection_is_used_again(ssh: Any, web: int) -> None:
    session = channel.session(ssh, "127.0.0.1", web)
    for _ in range(3):
        assert session.get("http://web/").status_code == 200
    assert len(ssh.sshd.asked) == 1


def test_large_and_chunked_bodies(ssh: Any, web: int) -> None:
    session = channel.session(ssh, "127.0.0.1", web)
    assert session.get("http://web/chunked").text == "a" * 70000 + "b"
    assert session.post("http://web/", data=b"x" * 300000).content == b"x" * 300000


def test_tls_is_checked_against_the_server_name(ssh: Any, tls_web: tuple[int, str]) -> None:
    port, certificate = tls_web
    good = channel.session(ssh, "127.0.0.1", port, server_name="chat.example.com")
    assert good.get("https://chat.example.com/", verify=certificate).status_code == 200
    assert good.get("https://chat.example.com/", verify=certificate).status_code == 200
    with pytest.raises(requests.exceptions.SSLError):
        good.get("https://chat.example.com/")
    other = channel.session(ssh, "127.0.0.1", port, server_name="other.example.com")
    with pytest.raises(requests.exceptions.SSLError):
        other.get("https://other.example.com/", verify=certificate)
    assert other.get("https://other.example.com/", verify=False).status_code == 200


def test_a_slow_answer_times_out(ssh: Any, web: int) -> None:
    session = channel.session(ssh, "127.0.0.1", web, timeout=(5, 0.3))
    with pytest.raises(requests.exceptions.ReadTimeout):
        session.get("http://web/slow")


def test_nobody_listens(ssh: Any) -> None:
    with pytest.raises(requests.exceptions.ConnectionError, match="refused the connection"):
        channel.session(ssh, "127.0.0.1", 1).get("http://web/")


def test_forbidden_forwarding_is_one_sentence(closed_ssh: Any) -> None:
    with pytest.raises(OperatorError, match="chat1: sshd forbids TCP forwarding; allow it with AllowTcpForwarding"):
        channel.session(closed_ssh, "127.0.0.1", 80).get("http://web/")


def test_this_machine_needs_no_ssh(web: int) -> None:
    host: Any = SimpleNamespace(name="@local", connector=LocalConnector.__new__(LocalConnector))
    assert channel.session(host, "127.0.0.1", web).get("http://web/").status_code == 200


def test_other_connectors_are_told() -> None:
    host: Any = SimpleNamespace(name="box", connector=SimpleNamespace())
    with pytest.raises(OperatorError, match="use SSH or @local"):
        channel.session(host, "127.0.0.1", 80)
