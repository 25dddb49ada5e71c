"""The REST client: limits, failures, and inboxes brought to what is declared."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests

from deploy.chatwoot import inboxes, locale
from deploy.chatwoot.client import Client
from deploy.chatwoot.desired import desired
from deploy.chatwoot.plan import plan
from deploy.chatwoot.refusal import Refused, Unreachable, Unsure
from deploy.errors import OperatorError
from deploy.settings.accounts import Account

Handler = Callable[[str, str, Any], tuple[int, Any]]


class FakeSession(requests.Session):
    """Answers from a function; keeps what was asked."""

    def __init__(self, handler: Handler) -> None:
        super().__init__()
        self.handler = handler
        self.asked: list[tuple[str, str, Any]] = []
        self.sent_headers: list[Any] = []

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        self.asked.append((method, url, options.get("json")))
        self.sent_headers.append(options.get("headers"))
        status, body = self.handler(method, url, options.get("json"))
        answer = requests.Response()
        answer.status_code = status
        answer._content = (body if isinstance(body, str) else json.dumps(body)).encode()
        return answer


class FakeChatwoot:
    """An account and its inboxes in memory, answered the way the recordings show."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.account: dict[str, Any] = {"locale": "en"}
        self.fail: list[tuple[int, bool]] = []  # status and whether the write happened all the same

    def __call__(self, method: str, url: str, body: Any) -> tuple[int, Any]:
        if method == "GET":
            return 200, {"payload": [dict(each) for each in self.stored]}
        if method == "PATCH" and re.search(r"/accounts/\d+$", url):
            self.account.update(body)
            return 200, dict(self.account)
        status, written = self.fail.pop(0) if self.fail else (200, True)
        if written:
            self._write(method, url, body)
        return status, ({"status": status, "error": "Internal Server Error"} if status >= 400 else self.stored[-1])

    def _write(self, method: str, url: str, body: Any) -> None:
        channel = dict(body["channel"])
        own = {key: value for key, value in body.items() if key != "channel"}
        if method == "POST":
            kind = {"api": "Channel::Api", "web_widget": "Channel::WebWidget"}[channel.pop("type")]
            self.stored.append({"id": len(self.stored) + 1, **own, "channel_type": kind, **channel})
            return
        assert "type" not in channel
        inbox = next(each for each in self.stored if url.endswith(f"/inboxes/{each['id']}"))
        inbox.update(**own, **channel)


TOKEN = "s3cret-token"
ACCOUNT = Account.model_validate(
    {
        "name": "Acme",
        "inboxes": [
            {"type": "api", "name": "Orders"},
            {"type": "web_widget", "name": "Site", "website_url": "https://www.example.com", "welcome_title": "Hola"},
        ],
    }
)


def client(handler: Handler, **more: Any) -> Client:
    """A client over a fake session."""
    return Client(FakeSession(handler), "chat.example.com", TOKEN, 7, "Acme", **more)


def test_apply_twice_changes_nothing_the_second_time() -> None:
    server = FakeChatwoot()
    inboxes.apply(client(server), desired(ACCOUNT))
    assert [each["name"] for each in server.stored] == ["Orders", "Site"]
    again = client(server)
    inboxes.apply(again, desired(ACCOUNT))
    assert isinstance(again.session, FakeSession)
    assert [method for method, _, _ in again.session.asked] == ["GET"]


def test_requests_carry_token_and_forwarded_proto_and_ids_as_integers() -> None:
    used = client(FakeChatwoot())
    inboxes.apply(used, desired(ACCOUNT))
    assert isinstance(used.session, FakeSession)
    assert {url for _, url, _ in used.session.asked} == {"http://chat.example.com/api/v1/accounts/7/inboxes"}
    for headers in used.session.sent_headers:
        assert headers["api_access_token"] == TOKEN
        assert headers["X-Forwarded-Proto"] == "https"


def test_a_changed_field_is_sent_with_all_the_others() -> None:
    server = FakeChatwoot()
    inboxes.apply(client(server), desired(ACCOUNT))
    server.stored[1]["welcome_title"] = "Hello"
    server.stored[0]["webhook_url"] = None
    steps = plan(desired(ACCOUNT), server.stored).steps
    assert [(step.inbox, step.what) for step in steps] == [(2, "changed (welcome_title)")]
    inboxes.apply(client(server), desired(ACCOUNT))
    assert server.stored[1]["welcome_title"] == "Hola"


def test_names_match_without_case_and_strangers_are_left_alone() -> None:
    live = [
        {"id": 5, "name": "orders", "channel_type": "Channel::Api", "webhook_url": ""},
        {"id": 6, "name": "Orders", "channel_type": "Channel::Email"},
    ]
    found = plan(desired(ACCOUNT)[:1], live)
    assert [(step.inbox, step.fields) for step in found.steps] == [(5, ("name",))]
    assert found.orphans == ("Orders",)


def test_of_two_of_one_name_the_oldest_is_ours() -> None:
    live = [{"id": each, "name": "Orders", "channel_type": "Channel::Api", "webhook_url": None} for each in (9, 4)]
    found = plan(desired(ACCOUNT)[:1], live)
    assert found.steps == ()
    assert found.orphans == ("Orders",)


@pytest.mark.parametrize("written", [True, False])
def test_after_a_500_it_reads_before_it_sends_again(written: bool) -> None:
    server = FakeChatwoot()
    server.fail = [(500, written)]
    inboxes.apply(client(server), desired(ACCOUNT))
    assert [each["name"] for each in server.stored] == ["Orders", "Site"]


def test_a_lasting_500_names_object_and_fields() -> None:
    server = FakeChatwoot()
    server.fail = [(500, False)] * 5
    with pytest.raises(Unsure, match=r"api inbox Orders of account Acme: Internal Server Error.*channel\.webhook_url"):
        inboxes.apply(client(server), desired(ACCOUNT))


def test_what_is_kept_otherwise_is_told() -> None:
    server = FakeChatwoot()

    def deaf(method: str, url: str, body: Any) -> tuple[int, Any]:
        if body:
            body = {**body, "channel": {**body["channel"], "webhook_url": "x"}}
        return server(method, url, body)

    with pytest.raises(OperatorError, match="api inbox Orders of account Acme and kept something else: webhook_url"):
        inboxes.apply(client(deaf), desired(ACCOUNT)[:1])


def test_a_full_limit_is_waited_out() -> None:
    answers = [(429, "Retry later\n"), (200, {"payload": []})]
    waited: list[float] = []
    told: list[str] = []
    used = client(lambda *_: answers.pop(0), sleep=waited.append, clock=lambda: 100.0, say=told.append)
    assert used.inboxes() == []
    assert waited == [21.0]
    assert "going on in 21 s" in told[0]


def test_a_limit_that_stays_is_an_error() -> None:
    used = client(lambda *_: (429, "Retry later\n"), sleep=lambda _: None)
    with pytest.raises(Refused, match=r"the inboxes of account Acme: rate limit \(HTTP 429\)"):
        used.inboxes()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": "Name can't be blank", "attributes": ["name"]}, "Name can't be blank"),
        ({"error": "Invalid Access Token"}, "Invalid Access Token"),
        ({"errors": ["You need to sign in", "now"]}, "You need to sign in; now"),
        ({"error": {"name": ["is bad"]}}, "name"),
        ({"error": "no s3cret-token here"}, "no \\(hidden\\) here"),
        ("<html>", "no reason given"),
    ],
)
def test_the_servers_words_are_told_without_the_token(body: Any, said: str) -> None:
    with pytest.raises(Refused, match=f"^Chatwoot refused the inbox: {said}") as caught:
        client(lambda *_: (422, body)).create_inbox({"channel": {}}, "the inbox")
    assert "s3cret" not in str(caught.value)


def test_a_dead_web_container() -> None:
    def dead(*_: Any) -> tuple[int, Any]:
        raise requests.exceptions.ConnectionError("refused")

    with pytest.raises(Unreachable, match="no answer for the inboxes of account Acme"):
        client(dead).inboxes()
    with pytest.raises(Unsure, match="the connection broke"):
        client(dead).create_inbox({"channel": {}}, "the inbox")


def test_an_accounts_language_is_changed_and_proven() -> None:
    server = FakeChatwoot()
    used = client(server)
    locale.change(used, "pt_BR")
    assert isinstance(used.session, FakeSession)
    assert used.session.asked == [("PATCH", "http://chat.example.com/api/v1/accounts/7", {"locale": "pt_BR"})]
    assert server.account == {"locale": "pt_BR"}
    with pytest.raises(OperatorError, match=r"accepted the language es of account Acme and kept en$"):
        locale.change(client(lambda *_: (200, {"locale": "en"})), "es")
    with pytest.raises(Unsure, match=r"failed at the language es of account Acme: .* wrong value of locale"):
        locale.change(client(lambda *_: (500, {"status": 500, "error": "Internal Server Error"})), "es")
