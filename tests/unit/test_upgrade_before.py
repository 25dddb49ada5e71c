"""What is asked before a hop touches anything."""

import pytest

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.host.connection import Output
from deploy.upgrades import before
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host


def test_a_repository_that_is_silent_is_told_in_the_script_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([Output(True, "", ""), Output(False, "", "warning\nthe repository x cannot be reached: down\n")])
    monkeypatch.setattr(connection, "run", lambda *_, **__: next(answers))
    before.repository(host(), settings())
    with pytest.raises(OperatorError, match=r"^the repository x cannot be reached: down$"):
        before.repository(host(), settings())
