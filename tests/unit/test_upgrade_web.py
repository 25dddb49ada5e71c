"""The proof of a web container: 200 is not enough."""

from types import SimpleNamespace
from typing import Any

import pytest
import requests

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.host.connection import Output
from deploy.upgrades import web
from tests.unit.declaration import settings
from tests.unit.test_chatwoot_client import FakeSession
from tests.unit.upgrade_world import World, host

SETTINGS = settings(project="p")
TOKEN = "good-token"
GOOD = {"version": "4.10.0", "queue_services": "ok", "data_services": "ok"}


class Web(FakeSession):
    """Answers the profile by its token, and /api with a body."""

    def __init__(self, api: Any, unknown: int = 401, profile: int = 200) -> None:
        super().__init__(lambda *_: (200, api))
        self.statuses = {web._BOGUS: unknown, TOKEN: profile}

    def request(self, method: Any, url: Any, *_: Any, **options: Any) -> requests.Response:
        """One answer."""
        answer = super().request(method, url, **options)
        if url.endswith("/api/v1/profile"):
            answer.status_code = self.statuses[options["headers"]["api_access_token"]]
        return answer


def problem(session: Web, wanted: str = "4.10.0") -> str:
    """What is wrong with it."""
    return web._problem(session, SETTINGS, wanted, TOKEN)


def test_a_good_web() -> None:
    session = Web(GOOD)
    assert problem(session) == ""
    assert [url for _, url, _ in session.asked] == [
        "http://chat.example.com/api/v1/profile",
        "http://chat.example.com/api/v1/profile",
        "http://chat.example.com/api",  # last: data_services tells of a connection that SQL went over
    ]
    assert all(each["X-Forwarded-Proto"] == "https" for each in session.sent_headers)


def test_2_10_tells_of_no_services() -> None:
    assert problem(Web({"version": "2.10.0", "timestamp": "t"}), wanted="2.10.0") == ""


@pytest.mark.parametrize(
    ("session", "told"),
    [
        (Web(GOOD | {"version": "4.9.0"}), "says it is release 4.9.0, not 4.10.0"),
        (Web({}), "says it is release None, not 4.10.0"),
        (Web(GOOD | {"data_services": "failing"}), "says data_services: failing"),
        (Web(GOOD | {"queue_services": "failing"}), "says queue_services: failing"),
        (Web("<html>"), "answers 200 to /api, and not JSON"),
        (Web(GOOD, unknown=500), "answers 500, not 401, to an unknown token: its database does not answer"),
        (Web(GOOD, unknown=200), "answers 200, not 401, to an unknown token"),
        (Web(GOOD, profile=500), "answers 500 to the provisioning user's profile"),
        (Web(GOOD, profile=401), "answers 401 to the provisioning user's profile"),
    ],
)
def test_what_is_wrong_is_told(session: Web, told: str) -> None:
    assert problem(session).startswith(told)


class Proof:
    """The surroundings of `prove`: sessions that answer one after the other, the last one for ever."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *sessions: Web | Exception) -> None:
        self.left = list(sessions)
        clock = iter(range(1000))
        monkeypatch.setattr(web, "time", SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None))
        monkeypatch.setattr(web, "channel", SimpleNamespace(session=lambda *_, **__: self))
        monkeypatch.setattr(web, "known", lambda *_: SimpleNamespace(token=TOKEN))
        answers = SimpleNamespace(
            must=lambda *_: "172.18.0.5 ", run=lambda *_: Output(True, "Puma starting\nlast line\n", "")
        )
        monkeypatch.setattr(web, "connection", answers)

    def get(self, url: str, headers: dict[str, str]) -> requests.Response:
        """Answer; a new session after each question for /api, or after one that was not answered."""
        now = self.left[0]
        if (isinstance(now, Exception) or url.endswith("/api")) and len(self.left) > 1:
            self.left.pop(0)
        if isinstance(now, Exception):
            raise now
        return now.get(url, headers=headers)


def test_it_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = requests.exceptions.ConnectionError("refused")
    proof = Proof(monkeypatch, refused, Web(GOOD | {"data_services": "failing"}), Web(GOOD))
    web.prove(host(), SETTINGS, "p-chatwoot-next")
    assert len(proof.left) == 1


def test_another_release_stays_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """At once: waiting does not change it. That this web would answer well in a moment does not count."""
    Proof(monkeypatch, Web(GOOD | {"version": "4.9.0"}), Web(GOOD))
    with pytest.raises(OperatorError) as caught:
        web.prove(host(), SETTINGS, "p-chatwoot-next")
    assert str(caught.value) == (
        "p-chatwoot-next says it is release 4.9.0, not 4.10.0\n    | Puma starting\n    | last line"
    )


@pytest.mark.parametrize(
    ("session", "told"),
    [
        (requests.exceptions.ReadTimeout(), r"p-chatwoot gives no answer \(ReadTimeout\)\n    \| Puma starting"),
        (Web(GOOD, profile=500), "p-chatwoot answers 500 to the provisioning user's profile"),
    ],
)
def test_patience_ends(monkeypatch: pytest.MonkeyPatch, session: Web | Exception, told: str) -> None:
    Proof(monkeypatch, session)
    with pytest.raises(OperatorError, match=told):
        web.prove(host(), SETTINGS, "p-chatwoot")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["running 0 starting", "running 0 healthy"], None),
        (["restarting 1 starting", "running 1 healthy"], None),
        (["running 0 unhealthy"], "p-x is unhealthy and never became healthy"),
        (["exited 0 "], "p-x is exited and never became healthy"),
        (["restarting 3 starting"], "p-x is restarting and never became healthy"),
        (["running 0 starting"], "p-x is starting and never became healthy"),
    ],
)
def test_waiting_for_health(monkeypatch: pytest.MonkeyPatch, answers: list[str], told: str | None) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(web, "time", SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None))
    left = list(answers)
    monkeypatch.setattr(connection, "must", lambda *_: left.pop(0) if len(left) > 1 else left[0])
    monkeypatch.setattr(connection, "run", lambda *_: Output(True, "its last line\n", ""))
    if told is None:
        web.healthy(host(), "p-x", 30)
        assert len(left) == 1
        return
    with pytest.raises(OperatorError, match=rf"{told}\n    \| its last line"):
        web.healthy(host(), "p-x", 30)


def test_a_second_web_that_is_never_healthy_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.answers |= {"connection.must": "exited 0 ", "connection.run": Output(True, "boom\n", "")}
    world.replace(monkeypatch, web, "connection")
    with pytest.raises(OperatorError, match="p-chatwoot-next is exited"):
        web.start_beside(host(), SETTINGS)
    removals = [each for each in world.calls if "docker rm -f p-chatwoot-next" in each]
    assert len(removals) == 2  # what an earlier run left, and this one
    assert "docker rm -f p-chatwoot-next" in world.calls[-1]
