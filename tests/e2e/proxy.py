"""A CONNECT proxy that takes every name to one machine: names of throw-away machines are in no DNS."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def proxy(ip: str) -> Iterator[str]:
    """Gives its URL, for HTTPS_PROXY."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            port = int(self.path.rpartition(":")[2])
            with socket.create_connection((ip, port), timeout=30) as there:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=_pump, args=(there, self.connection), daemon=True)
                back.start()
                _pump(self.connection, there)
                back.join(10)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _pump(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return  # either side hung up
