"""Live updates: the websocket of every open browser."""

import json
from contextlib import closing

import websocket

from deploy.settings.settings import Settings
from tests.vps.outside import FORWARDED, Outside


def test_cable_opens_from_outside(settings: Settings, outside: Outside) -> None:
    connection = websocket.create_connection(
        f"wss://{settings.domain}/cable",
        socket=outside.cable(),
        header=[] if settings.proxy.managed else [f"{name}: {value}" for name, value in FORWARDED.items()],
        origin=settings.url,
        subprotocols=["actioncable-v1-json"],
        timeout=15,
    )
    with closing(connection):
        assert connection.getstatus() == 101
        # 101 alone could be the proxy's word; this is the application's.
        assert json.loads(connection.recv()) == {"type": "welcome"}
