"""The connection: what is counted, what takes too long, and what a lost lock ends."""

import errno
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.errors import OperatorError
from deploy.host import connection


def host(raises: Exception | None = None) -> Any:
    """A host whose commands answer, or fail in one way."""

    def answer(*_: Any, **__: Any) -> tuple[bool, Any]:
        if raises:
            raise raises
        return True, SimpleNamespace(stdout="there", stderr="")

    connector = SimpleNamespace(run_shell_command=answer)
    found = SimpleNamespace(
        name="vps1", connector=connector, connector_data={}, data={}, state=SimpleNamespace(is_executing=True)
    )
    connection.quicken(found)  # type: ignore[arg-type]
    found.run_shell_command = lambda *given, **named: found.connector.run_shell_command(*given, **named)
    return found


def test_commands_are_counted() -> None:
    one = host()
    assert connection.must(one, "true", "trying") == "there"
    assert connection.counts(one) == {"execute": 1}


def test_a_lost_lock_ends_whatever_is_at_work() -> None:
    one = host()
    one.connector_data[connection.LOST] = "the lock was lost"
    with pytest.raises(OperatorError, match="the lock was lost") as caught:
        connection.run(one, "rm -rf /")
    assert isinstance(caught.value, OSError)  # which pyinfra takes for a connection that failed
    assert connection.counts(one) == {}


def test_a_command_that_takes_too_long_is_no_lost_connection() -> None:
    with pytest.raises(OperatorError, match="vps1: a command on the host had not ended after 5 s"):
        connection.run(host(TimeoutError()), "sleep 9", timeout=5)
    with pytest.raises(TimeoutError):  # nobody set a limit
        connection.run(host(TimeoutError()), "sleep 9")
    with pytest.raises(TimeoutError):  # the kernel gave up on the network
        connection.run(host(TimeoutError(errno.ETIMEDOUT, "timed out")), "sleep 9", timeout=5)
