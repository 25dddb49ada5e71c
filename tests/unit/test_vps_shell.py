"""Commands on a host, tried on this one."""

import pytest
from pydantic import SecretStr

from tests.vps.shell import Shell


@pytest.fixture
def shell() -> Shell:
    return Shell("@local", {})


def test_answer_is_whole(shell: Shell) -> None:
    assert shell.run("cat; echo said >&2; exit 3", "given") == (3, "given", "said\n")


def test_secrets_are_given_on_standard_input(shell: Shell) -> None:
    assert shell.must("read line; test $line = s3cret && echo same", SecretStr("s3cret\n")) == "same\n"


def test_failure_shows_the_last_word_and_no_output(shell: Shell) -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        shell.must("echo s3cret; echo one >&2; echo why >&2; exit 1")
    assert str(failure.value) == "@local: why"


def test_lost_connection_is_told() -> None:
    shell = Shell("nowhere", {"ssh_hostname": "127.0.0.1", "ssh_port": 1})
    with pytest.raises(pytest.fail.Exception, match=r"nowhere: SSH failed: .*refused"):
        shell.run("true")
    shell.close()
