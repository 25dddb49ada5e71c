"""Room for a second copy of the database."""

from contextlib import nullcontext
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.upgrades.room import room, room_beside
from tests.unit.upgrade_world import host

MB = 1 << 20


@pytest.mark.parametrize(("free", "enough"), [(2 * 100 * MB + 256 * MB, True), (2 * 100 * MB + 255 * MB, False)])
def test_a_copy_needs_twice_the_dump(monkeypatch: pytest.MonkeyPatch, free: int, enough: bool) -> None:
    asked: list[str] = []

    def must(_: Any, command: str, what: str) -> str:
        asked.append(command)
        return f"{100 * MB}\n{free}\n"

    monkeypatch.setattr(connection, "must", must)
    if enough:
        room(host(), "/it's/database.dump")
    else:
        with pytest.raises(OperatorError, match=r"needs 456 MB and 455 MB are free .*\[disk-full\]"):
            room(host(), "/it's/database.dump")
    assert "'/it'\"'\"'s/database.dump'" in asked[0]


@pytest.mark.parametrize(("free", "gone"), [(456 * MB, []), (455 * MB, ["rm -rf '/it'\"'\"'s'"])])
def test_without_room_the_dump_goes_again(monkeypatch: pytest.MonkeyPatch, free: int, gone: list[str]) -> None:
    done: list[str] = []
    monkeypatch.setattr(connection, "must", lambda *_: f"{100 * MB}\n{free}\n")
    monkeypatch.setattr(connection, "run", lambda _, command: done.append(command))
    with nullcontext() if not gone else pytest.raises(OperatorError, match=r"\[disk-full\]"):
        room_beside(host(), "/it's")
    assert done == gone
