"""A small real HTTP server that plays graph.facebook.com as Chatwoot and this package call it.

Calls and answers: recordings provider_calls_seen_by_fake.json and inboxes_whatsapp.json of 4.10.0; errors in the form
of the Graph API.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sandbox.addresses import GATEWAY

ACCOUNT, NUMBER_ID = "2222", "1111"
_PATH = re.compile(r"/v\d+\.\d+/(\d+)/(message_templates|subscribed_apps|messages)\Z")
TEMPLATE = {
    "name": "hello_world",
    "status": "APPROVED",
    "category": "MARKETING",
    "language": "en_US",
    "id": "1",
    "components": [{"type": "BODY", "text": "Hello"}],
}
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """One request: its method, its last word, and the token it came with."""

    method: str
    edge: str
    token: str


@dataclass
class Graph:
    """Serves while the block runs, on the machine below the VPS.

    tokens: the good ones
    permitted: may they subscribe an app?
    """

    tokens: set[str]
    permitted: bool = True
    calls: list[Call] = field(default_factory=list)
    subscribed: bool = False

    def __enter__(self) -> "Graph":
        self._server = ThreadingHTTPServer((GATEWAY, 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """As WHATSAPP_CLOUD_BASE_URL names it."""
        return f"http://{GATEWAY}:{self._server.server_port}"

    def asked(self, method: str, edge: str) -> list[str]:
        """Tokens of the calls of one kind, in order."""
        return [each.token for each in self.calls if (each.method, each.edge) == (method, edge)]

    def answer(self, method: str, url: str, authorization: str) -> Answer:
        """What Meta says to a request."""
        parts = urlsplit(url)
        found = _PATH.match(parts.path)
        given = parse_qs(parts.query).get("access_token", [""])[0]
        token = given or authorization.removeprefix("Bearer ")
        self.calls.append(Call(method, found[2] if found else parts.path, token))
        if token not in self.tokens:
            return _error(401, 190, "OAuthException", "Invalid OAuth access token - Cannot parse access token")
        right = {"message_templates": ACCOUNT, "subscribed_apps": ACCOUNT, "messages": NUMBER_ID}
        if not found or right[found[2]] != found[1]:
            return _error(400, 100, "GraphMethodException", f"Unsupported {method.lower()} request. No such object")
        if (method, found[2]) == ("GET", "message_templates"):
            return 200, {"data": [TEMPLATE], "paging": {"cursors": {"before": "MAZDZD", "after": "MAZDZD"}}}
        if found[2] == "subscribed_apps":
            return self._subscription(method)
        return 200, {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.OUT{len(self.calls)}"}]}

    def _subscription(self, method: str) -> Answer:
        if method == "GET":
            return 200, {
                "data": [{"whatsapp_business_api_data": {"id": "1", "name": "app"}}] if self.subscribed else []
            }
        if not self.permitted:
            return _error(403, 200, "OAuthException", "(#200) Permissions error")
        self.subscribed = True
        return 200, {"success": True}


def _error(status: int, code: int, kind: str, message: str) -> Answer:
    return status, {"error": {"message": message, "type": kind, "code": code, "fbtrace_id": "A0fake"}}


def _handler(graph: Graph) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer()

        def _answer(self) -> None:
            status, body = graph.answer(self.command, self.path, self.headers.get("Authorization", ""))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal of the tests."""

    return Handler
