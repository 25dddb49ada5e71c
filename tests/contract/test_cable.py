"""The websocket of the stand-in: as ActionCable of the real application answers a browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from tests.contract.standin import StandIn

ORIGIN = "http://chatwoot.test"  # FRONTEND_URL of the stand-in's environment
PROTOCOLS = ["actioncable-v1-json"]
USER = """
account = Account.create!(name: 'Cable')
user = User.new(name: 'Ana', email: 'ana@example.com', password: 'Secret!1234')
user.skip_confirmation!
user.save!
AccountUser.create!(account: account, user: user, role: :administrator)
inbox = account.inboxes.create!(name: 'Orders', channel: Channel::Api.create!(account: account))
contact = account.contacts.create!(name: 'Contact')
link = ContactInbox.create!(contact: contact, inbox: inbox)
account.conversations.create!(inbox: inbox, contact: contact, contact_inbox: link)
puts "@@#{{ token: user.access_token.token, user: user.id, stream: user.pubsub_token }.to_json}"
"""


@pytest.fixture(scope="module")
def standin(root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """Web and worker of 4.10.0."""
    with StandIn(root_fs, "4.10.0", tmp_path_factory.mktemp("standin")) as double:
        double.start()
        double.start_worker()
        yield double


def _connect(standin: StandIn, origin: str) -> websocket.WebSocket:
    url = f"ws://{standin.url.partition('//')[2]}/cable"
    return websocket.create_connection(url, origin=origin, subprotocols=PROTOCOLS, timeout=20)


def _heard(connection: websocket.WebSocket, wanted: str) -> dict[str, Any]:
    """The next message of a type, whatever comes before it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        message: dict[str, Any] = json.loads(connection.recv())
        if wanted in (
            message.get("type"),
            isinstance(message.get("message"), dict) and message["message"].get("event"),
        ):
            return message
    raise AssertionError(f"no {wanted} within 30 s")


def test_stays_open_and_pings(standin: StandIn) -> None:
    """101, welcome, then a ping every three seconds."""
    with closing(_connect(standin, ORIGIN)) as connection:
        assert connection.getstatus() == 101
        assert connection.getsubprotocol() == PROTOCOLS[0]
        assert json.loads(connection.recv()) == {"type": "welcome"}
        first, second = _heard(connection, "ping"), _heard(connection, "ping")
        assert 2 <= second["message"] - first["message"] <= 5


def test_foreign_origin_is_refused(standin: StandIn) -> None:
    """FRONTEND_URL alone is admitted."""
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        _connect(standin, "http://elsewhere.test")
    assert refused.value.status_code == 404


def test_message_reaches_the_browser(standin: StandIn) -> None:
    """Through worker and Redis, to whoever is subscribed."""
    user = standin.runner(USER)
    with closing(_connect(standin, ORIGIN)) as connection:
        room = {"channel": "RoomChannel", "pubsub_token": user["stream"], "account_id": 1, "user_id": user["user"]}
        connection.send(json.dumps({"command": "subscribe", "identifier": json.dumps(room)}))
        _heard(connection, "confirm_subscription")
        sent = requests.post(
            f"{standin.url}/api/v1/accounts/1/conversations/1/messages",
            json={"content": "over the cable"},
            headers={"api_access_token": user["token"]},
            timeout=20,
        )
        assert sent.status_code == 200
        assert _heard(connection, "message.created")["message"]["data"]["content"] == "over the cable"
