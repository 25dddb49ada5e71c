"""Telegram: its word that it delivers counts, since Chatwoot saves a bot whatever it says."""

import json
from typing import Any

import pytest
import requests

from deploy.objects.difference import differences
from deploy.objects.graph import Declined
from deploy.objects.sealed import remember
from deploy.objects.secret import Secret
from deploy.objects.telegram import BotApi
from tests.unit.inbox_server import KIND, Server, known, live, wanted, world

TELEGRAM = {"type": "telegram", "name": "Bot", "bot_token": "BOT_TOKEN"}
SITE = "https://chat.example.com"
THERE = f"{SITE}/webhooks/telegram/1:token"


class Bots(requests.Session):
    """Answers getWebhookInfo."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__()
        self.status, self.body, self.asked = status, body, ""

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if self.status == 0:
            raise requests.exceptions.ConnectionError("no route for 1:token")
        self.asked = f"{method} {url}"
        answer = requests.Response()
        answer.status_code, answer._content = self.status, json.dumps(self.body).encode()
        return answer


def test_a_bot_that_delivers_here_is_good() -> None:
    bots = Bots(200, {"ok": True, "result": {"url": THERE}})
    BotApi(bots)(Secret("1:token"), SITE, "inbox x")
    assert bots.asked == "GET https://api.telegram.org/bot1:token/getWebhookInfo"


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, {"ok": True, "result": {"url": ""}}, "its webhook leads to nothing, not to https://chat.example.com"),
        (
            200,
            {"ok": True, "result": {"url": "https://old.example.com/webhooks/telegram/1:token"}},
            "leads to https://old",
        ),
        (200, {"ok": True, "result": []}, "leads to nothing"),
        (401, {"ok": False, "description": "Unauthorized"}, r"Unauthorized \(HTTP 401\)"),
        (404, {"ok": False, "description": "no bot 1:token"}, r"no bot \(hidden\) \(HTTP 404\)"),
        (502, "<html>", "HTTP 502"),
        (0, None, r"cannot be reached \(ConnectionError\)"),
    ],
)
def test_one_that_does_not_is_told_without_its_token(status: int, body: Any, told: str) -> None:
    with pytest.raises(Declined, match=rf"inbox x is in Chatwoot, but Telegram does not deliver.*{told}") as caught:
        BotApi(Bots(status, body))(Secret("1:token"), SITE, "inbox x")
    assert "1:token" not in str(caught.value)


def test_it_is_asked_when_the_inbox_is_made_and_again_until_it_delivers() -> None:
    asked: list[Any] = []
    used = world(stored={"channel_telegram.bot_token.5": "hash"})
    used.site, used.telegram = SITE, lambda *said: asked.append(said)
    KIND.create(Server().client, wanted(TELEGRAM), used, "inbox x")
    assert asked == [(Secret("bot_token"), SITE, "inbox x")]
    # Remembered when nothing was raised, and good for this site and this value of the database alone.
    found = known(live("Telegram", name="Bot"), used)
    assert [each.field for each in differences(wanted(TELEGRAM), found.fields)] == ["bot_token"]
    remember(wanted(TELEGRAM), found.fields)
    assert differences(wanted(TELEGRAM), known(live("Telegram", name="Bot"), used).fields) == ()
    for stored, site in (("hash", "https://new.example.com"), ("other", SITE)):
        other = world(stored={"channel_telegram.bot_token.5": stored})
        other.sealed, other.site = used.sealed, site
        moved = known(live("Telegram", name="Bot"), other)
        assert [str(each) for each in differences(wanted(TELEGRAM), moved.fields)] == ["bot_token: (secret changed)"]


def test_where_only_plans_are_made_nobody_is_asked() -> None:
    with pytest.raises(Declined, match="nobody asked it"):
        world().telegram(Secret("1:token"), SITE, "inbox x")
