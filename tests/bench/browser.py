"""An open browser: one websocket to /cable, subscribed as its dashboard is, opened again as soon as it is lost."""

import json
import socket
import ssl
import threading
import time
from contextlib import closing
from typing import Any

import websocket

SILENCE_SECONDS = 10.0  # ActionCable pings every 3 s
AGAIN_SECONDS = 0.2


class Browser:
    """Runs until it is stopped.

    away: pairs of when the socket was lost (CLOCK_MONOTONIC) and for how many seconds
    """

    def __init__(self, asked: dict[str, Any]) -> None:
        self._asked = asked
        self._context = ssl.create_default_context(cafile=asked["roots"])
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._lost: float | None = None
        self.open = threading.Event()
        self.away: list[tuple[float, float]] = []

    def start(self) -> None:
        """Open the socket, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Close it; one that is away until now counts as away until now."""
        self._ended.set()
        self._thread.join(SILENCE_SECONDS + 5)
        if self._lost is not None:
            self.away.append((self._lost, time.monotonic() - self._lost))

    def _run(self) -> None:
        while not self._ended.is_set():
            heard = None
            try:
                with closing(self._connect()) as connection:
                    while not self._ended.is_set():
                        message = json.loads(connection.recv() or "{}")
                        heard = time.monotonic()
                        self._heard(connection, message)
            except (OSError, ValueError, websocket.WebSocketException) as error:
                if self._ended.is_set():
                    return
                # Silence is noticed late: it began with the last word.
                silent = isinstance(error, websocket.WebSocketTimeoutException) and heard is not None
                if self._lost is None and self.open.is_set():
                    self._lost = heard if silent else time.monotonic()
                self.open.clear()
                self._ended.wait(AGAIN_SECONDS)

    def _connect(self) -> websocket.WebSocket:
        plain = socket.create_connection((self._asked["address"], 443), SILENCE_SECONDS)
        secure = self._context.wrap_socket(plain, server_hostname=self._asked["domain"])
        try:
            return websocket.create_connection(
                f"wss://{self._asked['domain']}/cable",
                socket=secure,
                origin=f"https://{self._asked['domain']}",
                subprotocols=["actioncable-v1-json"],
                timeout=SILENCE_SECONDS,
            )
        except BaseException:
            secure.close()
            raise

    def _heard(self, connection: websocket.WebSocket, message: dict[str, Any]) -> None:
        if message.get("type") == "welcome":
            room = {"channel": "RoomChannel", "pubsub_token": self._asked["stream"]}
            room |= {"account_id": self._asked["account"], "user_id": self._asked["user"]}
            connection.send(json.dumps({"command": "subscribe", "identifier": json.dumps(room)}))
            if self._lost is not None:
                self.away.append((self._lost, time.monotonic() - self._lost))
                self._lost = None
            self.open.set()
        elif message.get("type") == "disconnect":
            raise OSError("the server asked to disconnect")
