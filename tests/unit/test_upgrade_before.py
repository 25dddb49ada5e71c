"""What is asked before a hop touches anything, and before it changes the schema."""

from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host.connection import Output
from deploy.upgrades import before
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host

MB = 1 << 20


@pytest.mark.parametrize(("free", "enough"), [(2 * 100 * MB + 256 * MB, True), (2 * 100 * MB + 255 * MB, False)])
def test_going_back_needs_twice_the_dump(monkeypatch: pytest.MonkeyPatch, free: int, enough: bool) -> None:
    asked: list[str] = []

    def must(_: Any, command: str, what: str) -> str:
        asked.append(command)
        return f"{100 * MB}\n{free}\n"

    monkeypatch.setattr(before.connection, "must", must)
    if enough:
        before.room(host(), settings(project="p"))
    else:
        with pytest.raises(OperatorError, match=r"455 MB are free and going back would need 456 MB .*\[disk-full\]"):
            before.room(host(), settings(project="p"))
    assert "p-postgres-17" in asked[0]


def test_a_server_of_ones_own_has_its_own_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before.connection, "must", lambda *_: pytest.fail("nobody has to be asked"))
    before.room(host(), settings(postgres={"host": "db.example.com"}))


def test_a_repository_that_is_silent_is_told_in_the_script_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Output(True, "", ""), Output(False, "", "warning\nthe repository x cannot be reached: down\n")])
    monkeypatch.setattr(before.connection, "run", lambda *_, **__: next(answers))
    before.repository(host(), settings())
    with pytest.raises(OperatorError, match=r"^the repository x cannot be reached: down$"):
        before.repository(host(), settings())
