"""What an error in the middle of a step is called: the host's connection, or a file of this machine."""

import errno
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest
import requests
from paramiko.ssh_exception import SSHException
from pyinfra.api.host import Host

from deploy import report
from deploy.errors import OperatorError
from deploy.host.steps import step


def outcome(
    function: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[bool, str | None, list[str]]:
    """What the step gives pyinfra, what it shows, what it reports."""
    path = tmp_path / "report"
    monkeypatch.setenv(report.VARIABLE, str(path))
    host = Mock(spec=Host)
    host.name = "vps1"
    command = step(function)
    done = command.function(Mock(), host, *command.args)
    shown = host.log_styled.call_args.args[0] if host.log_styled.called else None
    return done, shown, report.read(path).problems["vps1"]


def _raises(error: BaseException) -> Callable[..., None]:
    def function(host: Host) -> None:
        raise error

    return function


def _writes(path: Path) -> Callable[..., None]:
    def function(host: Host) -> None:
        path.write_text("x")

    return function


@pytest.mark.parametrize(
    "error",
    [
        OSError("Socket is closed"),  # paramiko 4.0, channel.py
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        TimeoutError("timed out"),
        EOFError(),
        SSHException("SSH session not active"),
        requests.exceptions.ConnectionError("refused"),
    ],
)
def test_a_broken_connection(error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, shown, reported = outcome(_raises(error), tmp_path, monkeypatch)
    reason = str(error) or "EOFError"
    assert not done
    assert shown == f"the connection to the host was lost ({reason}). Run again; it goes on from here"
    assert reported == [shown]


def test_a_file_of_this_machine_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing, folder = tmp_path / "none" / "vps1.env", tmp_path / "folder"
    folder.mkdir()
    for path, words in ((missing, "No such file or directory"), (folder, "Is a directory")):
        done, shown, _ = outcome(_writes(path), tmp_path, monkeypatch)
        assert (done, shown) == (
            False,
            f"{path} on this machine: {words}. Mend that and run again; it goes on from here",
        )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/home/ana/x.env"),
            "/home/ana/x.env on this machine: Perm",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "a file on this machine: No space left on device."),
        (PermissionError(), "a file on this machine: PermissionError."),
    ],
)
def test_a_disk_of_this_machine(
    error: BaseException, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, shown, _ = outcome(_raises(error), tmp_path, monkeypatch)
    assert not done
    assert shown is not None
    assert shown.startswith(said)


def test_an_operators_mistake_is_its_sentence_without_the_hosts_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(_raises(OperatorError("vps1: no")), tmp_path, monkeypatch) == (False, "no", ["no"])


def test_a_step_that_ends_well_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(lambda host: None, tmp_path, monkeypatch) == (True, None, [])
