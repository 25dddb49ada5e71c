"""The job that sends a test mail, in Chatwoot's place: real Rails, real Sidekiq, a real mail server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.chatwoot import jobs
from deploy.checkout import ROOT
from deploy.settings.settings import Settings
from deploy.stack import environment
from deploy.stack.secrets import Secrets
from tests.contract.recordings import VERSIONS
from tests.contract.standin import StandIn
from tests.mail.certificate import Certificate
from tests.mail.smtp import PASSWORD, USER, SmtpServer
from tests.sandbox.deadline import holds_within
from tests.unit.declaration import settings

JOB = ROOT / "templates" / "rails" / "mail_test.rb"
SECONDS = 60


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer("starttls", Certificate.made(tmp_path / "certificate")) as found:
        yield found


@pytest.fixture(params=VERSIONS)
def standin(request: pytest.FixtureRequest, root_fs: Path, tmp_path: Path) -> Iterator[StandIn]:
    """A prepared release with the initializer mounted; the worker does not run yet."""
    with StandIn(root_fs, request.param, tmp_path) as double:
        double.start_with(JOB)
        yield double


def _environment(port: int, password: str) -> dict[str, str]:
    """What our own renderer gives the worker for such a declaration."""
    smtp = {"host": "127.0.0.1", "port": port, "username": USER, "sender": "chat@example.com", "verify": False}
    declared: Settings = settings(smtp=smtp)
    given = environment._smtp(declared, Secrets({"SMTP_PASSWORD": password}))
    return given | {"FRONTEND_URL": "https://chat.example.com"}


def _sent(standin: StandIn, name: str) -> dict[str, object]:
    """What the job left behind; it is pushed as the verb does it."""
    job = jobs.job("ChatwootDeployMail", "mailers", [name, "ana@example.com"], name, 1.0)
    assert standin.redis("EVAL", jobs.push("mailers", job), "0") == "pushed"
    key = f"chatwoot-deploy:mail:{name}"
    assert holds_within(lambda: standin.redis("EXISTS", key) == "1", SECONDS)
    assert 500 < int(standin.redis("TTL", key)) <= 600
    answer: dict[str, object] = json.loads(standin.redis("GET", key))
    return answer


def test_mail_is_sent_by_the_worker(standin: StandIn, server: SmtpServer) -> None:
    standin.start_worker(**_environment(server.port, PASSWORD))
    answer = _sent(standin, "one")
    version = standin.runner('puts "@@#{Chatwoot.config[:version].to_json}"')
    assert answer == {"ok": True, "server": f"127.0.0.1:{server.port}", "version": version}
    (message,) = server.messages
    assert (message["from"], message["to"]) == ("Chatwoot <chat@example.com>", "ana@example.com")
    assert message["subject"] == "Test mail of https://chat.example.com"
    assert server.logins == [("PLAIN", USER)]


def test_refusal_is_told_and_the_job_is_not_tried_again(standin: StandIn, server: SmtpServer) -> None:
    standin.start_worker(**_environment(server.port, "wrong-pass-word-1"))
    answer = _sent(standin, "two")
    assert answer["ok"] is False
    assert "535" in str(answer["error"])
    assert "wrong-pass-word-1" not in str(answer)
    assert server.messages == []
    assert standin.redis("ZCARD", "retry") == "0"


def test_job_that_nobody_takes_is_taken_back(standin: StandIn) -> None:
    """Sent later, it would surprise whoever gets it."""
    job = jobs.job("ChatwootDeployMail", "mailers", ["three", "ana@example.com"], "three", 1.0)
    standin.redis("EVAL", jobs.push("mailers", job), "0")
    assert standin.redis("EVAL", jobs.withdraw("mailers", job), "0") == "1"
    assert standin.redis("LLEN", "queue:mailers") == "0"
    assert standin.redis("EVAL", jobs.withdraw("mailers", job), "0") == "0"
