"""Views are away while the schema changes: what is sent to the host, and what is told of those that stay away."""

import re

import pytest

from deploy import report
from deploy.host import connection
from deploy.upgrades import views
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host

KEPT = "/var/lib/chatwoot-deploy/chatwoot/upgrade/views.sql"


class Sent:
    """Answers the one command and keeps it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: str = "") -> None:
        self.answer, self.command, self.stdin = answer, "", ""
        monkeypatch.setattr(connection, "must", self._must)

    def _must(self, host: object, command: str, what: str, stdin: str = "", timeout: int = 0) -> str:
        self.command, self.stdin = command, stdin
        return self.answer


def test_definitions_are_written_before_anything_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Sent(monkeypatch)
    views.drop(host(), settings())
    places = [sent.command.index(each) for each in ("pg_dump -s", f"mv {KEPT}.new {KEPT}", "-f -")]
    assert places == sorted(places)
    # A second run after a cut must not write down only what the first one has left.
    assert f"if [ ! -e {KEPT} ]" in sent.command
    assert sent.stdin == views.dropping()


def test_only_views_are_dropped_and_nothing_that_needs_them() -> None:
    text = views.dropping()
    assert "CASCADE" not in text.upper()
    assert re.findall(r"DROP \S+", text) == ["DROP %s"]
    assert "SET lock_timeout = '60s'" in text


def test_those_that_do_not_come_back_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "notice", lambda name, text: told.append(text))
    Sent(monkeypatch)
    views.back(host(), settings())
    assert told == []
    Sent(monkeypatch, 'column a.b does not exist\nrelation "c" does not exist\n')
    views.back(host(), settings())
    assert told == [
        'not every view could be made again: column a.b does not exist; relation "c" does not exist. Their definitions '
        "are in /var/lib/chatwoot-deploy/chatwoot/upgrade/views-lost.sql on the host: adapt them to the new schema"
    ]


@pytest.mark.parametrize("project", ["chatwoot", "a-b"])
def test_the_project_s_own_server_is_asked(monkeypatch: pytest.MonkeyPatch, project: str) -> None:
    sent = Sent(monkeypatch)
    for each in (views.drop, views.back):
        each(host(), settings(project=project))
        assert set(re.findall(r"docker exec (?:-i )?(\S+)", sent.command)) == {f"{project}-postgres"}
