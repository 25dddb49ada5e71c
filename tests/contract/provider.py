"""What the recordings call listener.test: a fake of Meta's Graph API and of 360dialog that keeps what it was asked."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.e2e.graph import TEMPLATE

KEPT = ("Authorization", "D360-Api-Key", "Content-Type")


class Provider:
    """Both providers on one port; keys that begin with "good" are theirs.

    + calls: method, path, headers and body of each request, in order, as recordings keep them
    """

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """What Chatwoot has to be told to come here."""
        url = f"http://127.0.0.1:{self._server.server_port}"
        return {"WHATSAPP_CLOUD_BASE_URL": url, "360DIALOG_BASE_URL": f"{url}/360/v1"}

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def _answer(self, body: str) -> None:
                headers = {name: self.headers[name] for name in KEPT if name in self.headers}
                calls.append({"method": self.command, "path": self.path, "headers": headers, "body": body})
                status, reply = _reply(self.path, headers)
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(reply).encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing on the terminal of the tests."""

        return Handler


def _reply(path: str, headers: dict[str, str]) -> tuple[int, Any]:
    key = headers.get("D360-Api-Key", headers.get("Authorization", "").removeprefix("Bearer "))
    key = path.partition("access_token=")[2] or key
    if not key.startswith("good"):
        return 401, {"error": {"message": "Invalid OAuth access token", "code": 190}}
    if path.endswith("/configs/templates"):
        return 200, {"waba_templates": [{"name": "hello_world", "language": "en"}]}
    if path.endswith("/subscribed_apps"):
        return 200, {"success": True}
    if path.endswith("/messages"):
        return 200, {"messages": [{"id": "wamid.FAKEOUT1"}]}
    return 200, {"data": [TEMPLATE]}
