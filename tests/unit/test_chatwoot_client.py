"""The REST client: limits and failures."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from deploy.chatwoot.client import Client
from deploy.chatwoot.refusal import Refused, Unreachable, Unsure
from deploy.objects.secret import Secret, revealed

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


TOKEN = "s3cret-token"


def client(handler: Handler, **more: Any) -> Client:
    """A client over a fake session."""
    return Client(FakeSession(handler), "chat.example.com", TOKEN, 7, "Acme", platform="platform-token", **more)


def test_requests_carry_token_and_forwarded_proto() -> None:
    used = client(lambda *_: (200, {"payload": []}))
    used.inboxes()
    used.as_platform("GET", "/accounts/7", "the account")
    assert isinstance(used.session, FakeSession)
    assert [url for _, url, _ in used.session.asked] == [
        "http://chat.example.com/api/v1/accounts/7/inboxes",
        "http://chat.example.com/platform/api/v1/accounts/7",
    ]
    assert [each["api_access_token"] for each in used.session.sent_headers] == [TOKEN, "platform-token"]
    assert {each["X-Forwarded-Proto"] for each in used.session.sent_headers} == {"https"}
    assert used.requests == 2


def test_a_lasting_500_names_object_and_fields() -> None:
    used = client(lambda *_: (500, {"status": 500, "error": "Internal Server Error"}))
    with pytest.raises(Unsure, match=r"failed at api inbox Orders: Internal Server Error.*channel\.webhook_url, name"):
        used.post("/inboxes", {"name": "Orders", "channel": {"webhook_url": "x"}}, "api inbox Orders")


def test_an_answer_without_a_body_is_one() -> None:
    client(lambda *_: (200, "")).delete("/labels/1", "label vip")


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
        client(lambda *_: (422, body)).post("/inboxes", {"channel": {}}, "the inbox")
    assert "s3cret" not in str(caught.value)


def test_a_dead_web_container() -> None:
    def dead(*_: Any) -> tuple[int, Any]:
        raise requests.exceptions.ConnectionError("refused")

    used = client(dead, sleep=lambda _: None)
    with pytest.raises(Unreachable, match="no answer for the inboxes of account Acme"):
        used.inboxes()
    assert used.requests == 3
    with pytest.raises(Unsure, match="the connection broke") as caught:
        used.post("/inboxes", {"channel": {}}, "the inbox")
    assert caught.value.lost
    assert used.requests == 4  # no write is sent twice from here


def test_a_write_that_was_never_sent_is_known_not_to_be_there() -> None:
    def closed(*_: Any) -> tuple[int, Any]:
        pool: Any = None
        refused = NewConnectionError(pool, "refused the connection")
        raise requests.exceptions.ConnectionError(MaxRetryError(pool, "/", refused))

    with pytest.raises(Unreachable, match="no answer for the inbox"):
        client(closed).post("/inboxes", {"channel": {}}, "the inbox")


def test_a_get_that_fails_is_asked_again() -> None:
    answers: list[tuple[int, Any]] = [(502, "<html>"), (500, {"error": "x"}), (200, {"payload": []})]
    waited: list[float] = []
    assert client(lambda *_: answers.pop(0), sleep=waited.append).inboxes() == []
    assert waited == [1.0, 3.0]


def test_a_get_that_goes_on_failing_says_what_to_do() -> None:
    used = client(lambda *_: (500, {"error": "Internal Server Error"}), sleep=lambda _: None)
    with pytest.raises(Unreachable) as caught:
        used.inboxes()
    assert str(caught.value) == (
        "Chatwoot failed at the inboxes of account Acme: Internal Server Error (HTTP 500). "
        "Look at the web container's log, then run it again"
    )


def test_a_500_names_the_keys_inside_the_wrapper() -> None:
    used = client(lambda *_: (500, {"error": "x"}))
    with pytest.raises(Unsure, match=r"A wrong value of inbox_id, portal\.name, portal\.slug answers") as caught:
        used.patch("/portals/a", {"portal": {"slug": "a", "name": "A"}, "inbox_id": 1}, "portal a")
    assert not caught.value.lost


@pytest.mark.parametrize(("status", "error"), [(422, Refused), (500, Unsure)])
@pytest.mark.parametrize("secret", ["AC0123", "a b+/c", "two\nlines", "x" * 400])
def test_a_secret_that_was_sent_is_not_told_back(status: int, error: type[Exception], secret: str) -> None:
    """As it is, in an address, in a quoted list, and across the place where long words are cut."""
    for quoted in (secret, quote(secret, safe=""), repr([secret]), f"{'-' * 297}{secret}"):
        used = client(lambda *_, words=quoted: (status, {"message": words}))
        body = revealed({"channel": {"sids": [Secret(secret)], "name": "Shop"}})
        with pytest.raises(error) as caught:
            used.post("/inboxes", body, "inbox Shop")
        said = str(caught.value)
        assert not any(part in said for part in (secret[:4], "lines", "%2F")), said
        assert "inbox Shop" in said
