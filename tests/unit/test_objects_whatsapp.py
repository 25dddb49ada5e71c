"""WhatsApp numbers: the verify token that never changes, and Meta told to deliver."""

import json
from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.objects.account import Reader, sections
from deploy.objects.bring import bring
from deploy.objects.difference import differences, merged
from deploy.objects.graph import Declined, Graph, nobody
from deploy.objects.sealed import remember
from deploy.objects.secret import Secret
from deploy.objects.world import Look
from deploy.stack import secrets
from tests.unit.inbox_server import KIND, Json, Server, declare, known, live, wanted, world

CLOUD = {
    "type": "whatsapp",
    "name": "WhatsApp",
    "phone_number": "+34600000001",
    "provider": "whatsapp_cloud",
    "api_key": "TOKEN",
    "phone_number_id": "1111",
    "business_account_id": "2222",
}
DIALOG = {
    "type": "whatsapp",
    "name": "W",
    "phone_number": "+34600000007",
    "provider": "360dialog",
    "api_key": "KEY_360",
}
VERIFY = "WHATSAPP_VERIFY_34600000001"
CONFIG = {
    "api_key": "token",
    "phone_number_id": "1111",
    "business_account_id": "2222",
    "webhook_verify_token": VERIFY.lower(),
}


def stored(**config: Any) -> Json:
    """The live number."""
    return live(
        "Whatsapp",
        name="WhatsApp",
        phone_number="+34600000001",
        provider="whatsapp_cloud",
        provider_config=CONFIG | config,
    )


def test_a_new_number_has_our_verify_token_and_meta_is_told() -> None:
    told: list[tuple[str, Secret, str]] = []
    used, server = world(), Server()
    used.subscribe = lambda *said: told.append(said)
    KIND.create(server.client, wanted(CLOUD), used, "inbox x")
    ((_, path, body),) = server.asked
    assert (path, body["channel"]) == (
        "/inboxes",
        {
            "type": "whatsapp",
            "phone_number": "+34600000001",
            "provider": "whatsapp_cloud",
            "provider_config": CONFIG,
        },
    )
    assert told == [("2222", Secret("token"), "inbox x")]


@pytest.mark.parametrize("inbox", [CLOUD, DIALOG])
def test_nobody_is_told_who_needs_it_not(inbox: Json) -> None:
    used = world((4, 11, 0) if inbox is CLOUD else (2, 10, 0))
    used.subscribe = nobody
    server = Server()
    KIND.create(server.client, wanted(inbox), used, "inbox x")
    assert len(server.asked) == 1
    if inbox is DIALOG:
        assert server.asked[0][2]["channel"]["provider"] == "default"
        assert server.asked[0][2]["channel"]["provider_config"] == {"api_key": "key_360"}
    else:
        assert differences(wanted(CLOUD), known(stored(), used).fields) == ()


def test_a_new_key_is_sent_with_everything_else_and_nothing_that_is_fixed() -> None:
    told: list[Any] = []
    used, server = world(), Server()
    used.subscribe = lambda *said: told.append(said)
    found = known(stored(api_key="old", source="manual"), used)
    want = wanted(CLOUD)
    changes = differences(want, found.fields)
    assert [str(each) for each in changes] == ["api_key: (secret changed)"]
    KIND.update(server.client, found, merged(found.fields, want), frozenset({"api_key"}), used, "inbox x")
    assert server.asked == [
        ("PATCH", "/inboxes/20", {"channel": {"provider_config": {**CONFIG, "source": "manual"}}}),
    ]
    assert len(told) == 1


def test_a_changed_name_asks_neither_chatwoot_to_ask_meta_nor_meta() -> None:
    used, server = world(), Server()
    used.subscribe = nobody
    found, want = known(stored(), used), wanted(CLOUD | {"name": "Chat"})
    remember(want, found.fields)
    assert [each.field for each in differences(want, found.fields)] == ["name"]
    KIND.update(server.client, found, merged(found.fields, want), frozenset({"name"}), used, "inbox x")
    assert server.asked == [("PATCH", "/inboxes/20", {"name": "Chat"})]


def test_until_meta_was_told_the_plan_says_so() -> None:
    used = world()
    want = wanted(CLOUD)
    assert [each.field for each in differences(want, known(stored(), used).fields)] == ["api_key"]
    remember(want, known(stored(), used).fields)  # as bring does after a step that went well
    assert differences(want, known(stored(), used).fields) == ()
    # Another business account was never told, and another token is another key.
    assert "api_key" in {each.field for each in differences(want, known(stored(business_account_id="9"), used).fields)}
    assert [each.field for each in differences(want, known(stored(api_key="x"), used).fields)] == ["api_key"]


def test_a_token_replaced_behind_our_back_is_found() -> None:
    used = world((4, 11, 0))
    found = differences(wanted(CLOUD), known(stored(webhook_verify_token="theirs"), used).fields)
    assert [str(each) for each in found] == ["verify_token: (secret changed)"]
    assert "theirs" not in repr(found)


class Meta(requests.Session):
    """Answers what it is told."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__()
        self.status, self.body, self.asked = status, body, [""]

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        if self.status == 0:
            raise requests.exceptions.ConnectionError("no route for token")
        self.asked = [f"{method} {url}", options["headers"]["Authorization"]]
        answer = requests.Response()
        answer.status_code, answer._content = self.status, json.dumps(self.body).encode()
        return answer


def test_meta_is_asked_with_the_token_in_a_header() -> None:
    meta = Meta(200, {"success": True})
    Graph(meta)("2222", Secret("token-1"), "inbox x")
    assert meta.asked == ["POST https://graph.facebook.com/v14.0/2222/subscribed_apps", "Bearer token-1"]
    Graph(meta, "http://fake:8080/")("2222", Secret("token-1"), "inbox x")
    assert meta.asked[0] == "POST http://fake:8080/v14.0/2222/subscribed_apps"


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, {"error": {"message": "Invalid token-1", "code": 190}}, r"Invalid \(hidden\) \(HTTP 400\)"),
        (200, {"success": False}, "HTTP 200"),
        (500, "<html>", "HTTP 500"),
        (0, None, r"graph\.facebook\.com cannot be reached \(ConnectionError\)"),
    ],
)
def test_metas_refusal_is_told_without_the_token(status: int, body: Any, told: str) -> None:
    with pytest.raises(Declined, match=told) as caught:
        Graph(Meta(status, body))("2222", Secret("token-1"), "inbox x")
    assert "token-1" not in str(caught.value)
    assert str(caught.value).startswith("inbox x is in Chatwoot, but Meta does not deliver")


def test_verify_tokens_are_made_once_and_other_secrets_asked_for() -> None:
    settings = declare("4.10.0", CLOUD, DIALOG | {"api_key": "OTHER_TOKEN"})
    with pytest.raises(OperatorError, match="secret TOKEN: is missing"):
        secrets.complete(settings, None, {})
    brought = {"TOKEN": "t", "OTHER_TOKEN": "o"}
    made = secrets.complete(settings, None, brought)
    assert len(made[VERIFY]) == 32
    assert made[VERIFY].isalnum()
    again = secrets.complete(settings, made.plain(), brought)
    assert again[VERIFY] == made[VERIFY]
    assert "WHATSAPP_VERIFY_34600000007" not in made
    own = declare("4.10.0", CLOUD | {"verify_token": "MY_VERIFY"})
    with pytest.raises(OperatorError, match="secret MY_VERIFY: is missing"):
        secrets.complete(own, None, brought)


def test_the_installations_own_secrets_leave_for_no_provider() -> None:
    settings = declare("4.10.0", CLOUD | {"api_key": "SECRET_KEY_BASE"})
    with pytest.raises(OperatorError, match="secret SECRET_KEY_BASE: is the installation's own"):
        secrets.complete(settings, None, {})


@pytest.mark.parametrize(
    ("inbox", "message"),
    [
        (CLOUD | {"phone_number": "34600000001"}, "is no phone number in E.164"),
        (CLOUD | {"phone_number_id": "x1"}, "phone_number_id: 'x1' is not possible here"),
        (CLOUD | {"provider": "twilio"}, "Choose whatsapp_cloud or 360dialog"),
        (CLOUD | {"business_account_id": None}, "whatsapp_cloud without business_account_id"),
        (DIALOG | {"phone_number_id": "1"}, "phone_number_id has no effect with 360dialog"),
        (DIALOG | {"verify_token": "X_TOKEN"}, "verify_token has no effect with 360dialog"),
        (CLOUD | {"api_key": "EAAG-hunter2"}, "here stands the name of a secret"),
    ],
)
def test_wrong_values_are_refused_offline(inbox: Json, message: str) -> None:
    with pytest.raises(OperatorError, match=message) as caught:
        declare("4.10.0", inbox)
    assert "hunter2" not in str(caught.value)


def test_a_refusal_by_meta_is_pending_and_asked_again() -> None:
    rows: list[Json] = []
    told: list[str] = []

    def say(method: str, path: str) -> tuple[int, Any]:
        if path == "/inboxes" and method == "POST":
            rows.append(stored())
        return 200, {"payload": rows} if method == "GET" and path == "/inboxes" else rows[0] if method != "GET" else []

    def refuse(business: str, token: Secret, what: str) -> None:
        told.append("no")
        raise Declined(what, "Meta says no")

    def run(server: Server) -> list[str]:
        reader = Reader(server.client, used, lambda again: Look())
        return bring(server.client, declared, used, reader, lambda text: None).pending

    account = declare("4.10.0", CLOUD | {"time_zone": "UTC"}).accounts[0]
    declared = sections(account, "accounts[0]", lambda name: Secret(name.lower()))
    used, server = world(), Server(say)
    used.subscribe = refuse
    assert [each.partition("; ")[0] for each in run(server)] == [
        "inbox whatsapp +34600000001 of account Acme is in Chatwoot, but "
        "Meta does not deliver its messages: Meta says no"
    ]
    assert len(run(Server(say))) == 1
    used.subscribe = lambda *_: told.append("yes")
    assert run(Server(say)) == []
    last = Server(say)
    assert run(last) == []
    assert told == ["no", "no", "yes"]
    assert [method for method, _, _ in last.asked] == ["GET", "GET", "GET"]  # agents, bots, inboxes
    assert len(rows) == 1
