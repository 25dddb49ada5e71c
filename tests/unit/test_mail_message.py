"""The test mail: what is pushed, what each answer becomes, what happens when nobody answers."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.mail import message
from deploy.verbs import check, mail, session
from tests.unit.declaration import settings

SETTINGS = settings(smtp={"host": "smtp.example.com", "sender": "chat@example.com"})
HOST: Any = SimpleNamespace(name="chat1")


class Redis:
    """Keeps jobs as Redis does, and answers with what the worker left."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: str = "", taken: bool = True) -> None:
        self.answer, self.taken, self.asked = answer, taken, 0
        self.jobs: list[dict[str, Any]] = []
        monkeypatch.setattr(message, "connection", SimpleNamespace(must=self._must))
        clock: Iterator[int] = iter(range(100000))
        fake = SimpleNamespace(monotonic=clock.__next__, sleep=lambda _: None, time=lambda: 1.5)
        monkeypatch.setattr(message, "time", fake)

    def _must(self, host: object, command: str, what: str) -> str:
        texts = re.findall(r"\[==\[(.*?)\]==\]", command.replace("'\"'\"'", "'"))
        if "LPUSH" in command:
            self.jobs.append(json.loads(texts[-1]))
            return "pushed\n"
        if "LREM" in command:
            assert json.loads(texts[-1]) == self.jobs[-1]
            return "0\n" if self.taken else "1\n"
        assert texts == [self.jobs[-1]["jid"]]
        self.asked += 1
        return f"{self.answer if self.asked > 2 else ''}\n"


def test_one_job_in_sidekiqs_own_format(monkeypatch: pytest.MonkeyPatch) -> None:
    redis = Redis(monkeypatch, '{"ok": true, "server": "smtp.example.com:587", "version": "4.10.0"}')
    said = message.send(HOST, SETTINGS, "ana@example.com")
    assert said == "the worker of Chatwoot 4.10.0 gave a mail for ana@example.com to smtp.example.com:587"
    (job,) = redis.jobs
    number = job["jid"]
    assert job == {
        "class": "ChatwootDeployMail",
        "queue": "mailers",
        "args": [number, "ana@example.com"],
        "jid": number,
        "retry": False,
        "created_at": 1.5,
        "enqueued_at": 1.5,
    }
    assert re.fullmatch(r"[0-9a-f]{24}", number)


@pytest.mark.parametrize(
    ("answer", "taken", "told"),
    [
        (
            '{"ok": false, "error": "Net::SMTPAuthenticationError: 535 5.7.8\\nno"}',
            True,
            "the worker could not send: Net::SMTPAuthenticationError: 535 5.7.8 no. Correct smtp",
        ),
        ("", False, "the worker did not take the job within 90 s, and it was taken back: no mail was sent"),
        ("", True, "the worker took the job and did not say within 90 s how it went"),
        ("NOAUTH Authentication required.", True, "Redis does not do what it is asked: NOAUTH"),
        ("[1]", True, "Redis does not do what it is asked: [1]"),
    ],
)
def test_what_can_go_wrong(monkeypatch: pytest.MonkeyPatch, answer: str, taken: bool, told: str) -> None:
    Redis(monkeypatch, answer, taken)
    with pytest.raises(OperatorError) as caught:
        message.send(HOST, SETTINGS, "ana@example.com")
    assert str(caught.value).startswith(f"chat1: {told}")


def test_no_server_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    redis = Redis(monkeypatch)
    with pytest.raises(OperatorError, match=r"smtp\.host is not declared"):
        message.send(HOST, settings(), "ana@example.com")
    assert redis.jobs == []


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two hosts of an inventory; the second cannot send. Gives the addresses that were written to."""
    written: list[str] = []
    found = [SimpleNamespace(name="one"), SimpleNamespace(name="two")]

    @contextmanager
    def connected(selection: Any) -> Iterator[list[Any]]:
        yield found

    def send(host: Any, declared: object, address: str) -> str:
        written.append(address)
        if host.name == "two":
            raise OperatorError("two: no")
        return "sent"

    monkeypatch.setattr(mail, "select", lambda _: SimpleNamespace(hosts=found))
    monkeypatch.setattr(check, "require", lambda *_, **__: {"one": SETTINGS, "two": SETTINGS})
    monkeypatch.setattr(session, "connected", connected)
    monkeypatch.setattr(message, "send", send)
    return written


@pytest.mark.parametrize("as_json", [True, False])
def test_each_host_tells_how_it_went(hosts: list[str], capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    assert mail.run(SimpleNamespace(to="Ana@Example.com", json=as_json), []) == 1  # type: ignore[arg-type]
    assert hosts == ["ana@example.com"] * 2
    out, err = capsys.readouterr()
    if as_json:
        assert json.loads(out) == {"hosts": {"one": {"ok": True, "said": "sent"}, "two": {"ok": False, "said": "no"}}}
    else:
        assert (out, err) == ("one: sent\n", "two: no\n")


def test_an_address_that_is_none(hosts: list[str]) -> None:
    with pytest.raises(OperatorError, match=r"--to: ana is no e-mail address; write it like ana@example\.com"):
        mail.run(SimpleNamespace(to="ana", json=False), [])  # type: ignore[arg-type]
    assert hosts == []
