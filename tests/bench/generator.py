"""Visitors of a site, as a process of their own: what they ask, when, and what came back. Run by tests.bench.load.

It gets one line of JSON on standard input, says `ready` on standard output once everything answered, and goes on
until standard input ends or its time is over. Then it writes what it saw into the named file.
"""

import http.client
import json
import os
import select
import socket
import ssl
import sys
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.browser import Browser

# Of ten requests: six for /api, two profiles, one list, one message.
MIX = ("api", "profile", "api", "list", "api", "profile", "api", "post", "api", "api")
# Requests that hang must not slow the others down: visitors do not wait for each other.
MOST_AT_ONCE = 300
ANSWER_SECONDS = 35.0
READY_SECONDS = 60.0


class Seen(NamedTuple):
    """One request.

    began, ended: seconds of CLOCK_MONOTONIC, which all processes of a machine share
    status: of the answer; 0 when there was none
    detail: marker of a message, version that /api told, or what went wrong
    """

    kind: str
    began: float
    ended: float
    status: int
    detail: str


class Connection(http.client.HTTPSConnection):
    """To the machine, whatever DNS says; certificate and name are checked."""

    def __init__(self, address: str, domain: str, context: ssl.SSLContext) -> None:
        super().__init__(domain, timeout=ANSWER_SECONDS)
        self._address, self._tls = address, context

    def connect(self) -> None:
        """Open it."""
        plain = socket.create_connection((self._address, 443), self.timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)

    @property
    def usable(self) -> bool:
        """Open, and not closed by the other side meanwhile: what a browser looks for before it uses one again."""
        return self.sock is not None and not select.select([self.sock], [], [], 0)[0]


class Visitors:
    """Everything that is asked of the site."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self._asked = asked
        self._context = ssl.create_default_context(cafile=asked["roots"])
        self._idle: deque[Connection] = deque()
        self.seen: deque[Seen] = deque()
        self._asking: dict[int, tuple[str, float]] = {}
        account = f"/api/v1/accounts/{asked['account']}"
        self._paths = {
            "api": ("GET", "/api"),
            "profile": ("GET", "/api/v1/profile"),
            "list": ("GET", f"{account}/conversations"),
            "post": ("POST", f"{account}/conversations/{asked['conversation']}/messages"),
        }

    def ask(self, kind: str, marker: str) -> Seen:
        """Make one request and remember it."""
        began = time.monotonic()
        self._asking[threading.get_ident()] = kind, began
        try:
            status, text = self._exchange(kind, marker)
            detail = marker if kind == "post" else _version(text) if kind == "api" and status == 200 else ""
            detail = detail if status == 200 else text[:200]
        except (OSError, http.client.HTTPException) as error:
            status, detail = 0, f"{type(error).__name__}: {error}"
        found = Seen(kind, began, time.monotonic(), status, detail)
        del self._asking[threading.get_ident()]
        self.seen.append(found)
        return found

    def end(self, seconds: float) -> list[Seen]:
        """Wait for the answers that are still out; what has none by then is given, and has failed."""
        deadline = time.monotonic() + seconds
        while self._asking and time.monotonic() < deadline:
            time.sleep(0.05)
        now = time.monotonic()
        return [Seen(kind, began, now, 0, "no answer") for kind, began in list(self._asking.values())]

    def _exchange(self, kind: str, marker: str) -> tuple[int, str]:
        method, path = self._paths[kind]
        headers = {"Accept": "application/json"}
        if kind != "api":
            headers["api_access_token"] = self._asked["token"]
        body = None
        if kind == "post":
            body, headers["Content-Type"] = json.dumps({"content": marker}), "application/json"
        connection = self._connection()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except BaseException:
            connection.close()
            raise
        if answer.will_close:
            connection.close()
        else:
            self._idle.append(connection)
        return answer.status, text

    def _connection(self) -> Connection:
        while True:
            try:
                kept = self._idle.pop()
            except IndexError:
                return Connection(self._asked["address"], self._asked["domain"], self._context)
            if kept.usable:
                return kept
            kept.close()


def _version(text: str) -> str:
    try:
        return str(json.loads(text)["version"])
    except (ValueError, KeyError, TypeError):
        return ""


def main() -> None:
    """Serve one load."""
    asked = json.loads(sys.stdin.readline())
    ended = threading.Event()
    threading.Thread(target=_until_closed, args=(ended,), daemon=True).start()
    visitors, browser = Visitors(asked), Browser(asked)
    browser.start()
    _warm(visitors, browser)
    began, used = time.monotonic(), time.process_time()
    print("ready", flush=True)
    count, late = 0, 0.0
    pool = ThreadPoolExecutor(MOST_AT_ONCE)
    while not ended.is_set() and time.monotonic() - began < asked["seconds"]:
        due = began + count / asked["rate"]
        if ended.wait(max(due - time.monotonic(), 0)):
            break
        late = max(late, time.monotonic() - due)
        pool.submit(visitors.ask, MIX[count % len(MIX)], f"{asked['prefix']}-{count}")
        count += 1
    stopped, used = time.monotonic(), time.process_time() - used
    # What waits for a free visitor was never asked: such a load is too slow, and its rate says so.
    pool.shutdown(wait=False, cancel_futures=True)
    missing = visitors.end(ANSWER_SECONDS)
    browser.stop()
    # The first ones only waited for the site to be ready.
    requests = [each for each in visitors.seen if each.began >= began]
    told = {"began": began, "stopped": stopped, "late": late, "cpu": used, "away": browser.away}
    draft = Path(f"{asked['file']}.new")
    draft.write_text(json.dumps(told | {"seen": [*requests, *missing]}))
    draft.replace(asked["file"])
    os._exit(0)  # the interpreter would wait for threads that nobody waits for any more


def _until_closed(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _warm(visitors: Visitors, browser: Browser) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        found = [visitors.ask(kind, f"{visitors._asked['prefix']}-warm") for kind in ("api", "profile", "list")]
        if browser.open.wait(0.5) and all(each.status == 200 for each in found):
            return
    sys.exit(f"the site does not answer before the load begins: {found}")


if __name__ == "__main__":
    main()
