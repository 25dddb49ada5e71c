"""Views are away while the schema changes: what is run on the host, and what is told of those that stay away.

What the script does to a database, tests/contract/test_views.py sees.
"""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deploy import report
from deploy.errors import OperatorError
from deploy.files.templates import FOLDER
from deploy.host import connection
from deploy.upgrades import views
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host, record

STATE = "/var/lib/chatwoot-deploy/chatwoot/upgrade"


class Sent:
    """Answers the one command and keeps it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: str | OperatorError = "") -> None:
        self.answer, self.command, self.stdin = answer, "", ""
        self.told: list[str] = []
        monkeypatch.setattr(connection, "must", self._must)
        monkeypatch.setattr(report, "notice", lambda name, text: self.told.append(text))

    def _must(self, host: object, command: str, what: str, stdin: str = "", timeout: int = 0) -> str:
        self.command, self.stdin = command, stdin
        if isinstance(self.answer, OperatorError):
            raise self.answer
        return self.answer


def test_the_script_comes_along_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A way back puts the files of the release before on the host, which may be those of an older checkout."""
    sent = Sent(monkeypatch)
    views.away(host(), settings(), record())
    assert sent.command == (f"bash -s -- away chatwoot-postgres chatwoot {STATE} '4.10.0-ce to 4.11.0-ce begun t'")
    assert sent.stdin == (FOLDER / "upgrade/views.sh").read_text()
    assert sent.told == []


def test_two_hops_are_told_apart() -> None:
    assert views.hop(record()) != views.hop(replace(record(), when="later"))


def test_what_is_not_as_it_was_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Sent(monkeypatch, 'stays "public"."a"\nstays "public"."b"\n')
    views.away(host(), settings(), record())
    assert sent.told[0].startswith('"public"."a"; "public"."b" stay where they are, since')
    sent = Sent(monkeypatch, 'lost column "x" does not exist\n')
    views.back(host(), settings(), record())
    assert sent.told == [
        'not every view could be made again: column "x" does not exist. Their definitions are in '
        f"{STATE}/views-lost.sql on the host: adapt them to the new schema"
    ]


def test_contents_undo_no_upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Sent(monkeypatch, OperatorError("vps1: filling the views failed: canceling statement"))
    views.fill(host(), settings())
    assert "canceling statement. REFRESH MATERIALIZED VIEW does it" in sent.told[0]
    with pytest.raises(OperatorError):
        views.back(host(), settings(), record())


@pytest.mark.parametrize("file", ["upgrade/views.sh", "redis/start.sh"])
def test_shell_is_sound(file: str) -> None:
    checker = str(Path(sys.executable).with_name("shellcheck"))
    shell = "bash" if file.startswith("upgrade") else "sh"
    done = subprocess.run([checker, "-s", shell, str(FOLDER / file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_on_a_server_of_the_operators_own_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Sent(monkeypatch)
    own = settings(postgres={"host": "db.example.com"})
    views.away(host(), own, record())
    views.back(host(), own, record())
    views.fill(host(), own)
    assert (sent.command, sent.told) == ("", [])
