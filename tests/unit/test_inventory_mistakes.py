"""Whatever stands in an inventory, in group data or among connection data: one sentence that names the place."""

import itertools
from pathlib import Path

import pytest

from deploy import cli
from deploy.checkout import ROOT
from tests.unit.declaration import SMALLEST

COUNT = itertools.count()  # pyinfra remembers files it compiled, so each case gets a file of its own


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    for each in ("inventories", "group_data"):
        (tmp_path / each).mkdir()
    return tmp_path


def inventory(folder: Path, text: str) -> Path:
    path = folder / "inventories" / f"mine{next(COUNT)}.py"
    path.write_text(text)
    return path


def host(**data: object) -> str:
    return f"hosts = [('chat', {SMALLEST | data!r})]"


def said(words: list[str], capsys: pytest.CaptureFixture[str], code: int = 1) -> list[str]:
    assert cli.main(words) == code
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hosts = [('chat', {'x_a': 1}), ('chat', {})]", ": two hosts are called chat. Rename one"),
        ("hosts = ['@fake/a', '@fake/a']", ": two hosts are called @fake/a. Rename one"),
        ("all = ['chat', 'chat']", ": two hosts are called chat. Rename one"),
        ("hosts = [('a',)]", ': a host is without name or data. Write it like "chat" or ("chat", {'),
        ("hosts = ['']", ": a host is without name or data."),
        ("x = 1\nraise SystemExit(0)", ", line 2: ends the program. Take that out of the file"),
        ("def stop():\n    quit()\nstop()", ", line 3: ends the program. Take that out of the file"),
        ("import sys\nsys.exit(2)", ", line 2: ends the program. Take that out of the file"),
    ],
)
def test_an_inventory_that_declares_no_hosts_well(
    folder: Path, text: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = inventory(folder, text)
    (line,) = said(["plan", str(path)], capsys)
    assert line.startswith(f"{path}{sentence}")


def test_one_host_may_stand_in_several_groups(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = inventory(folder, f"web = ['@fake/a', 'chat']\nmail = [('chat', {SMALLEST!r}), ('@fake/a', {SMALLEST!r})]")
    assert said(["check", str(path)], capsys, code=0) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x_a = '\xe9'", ": is not UTF-8 text. Save it as UTF-8"),
        (b"x_a = '\0'", ": source code string cannot contain null bytes. Correct the file"),
        (b"raise SystemExit(0)", ", line 1: ends the program. Take that out of the file"),
    ],
)
def test_group_data_is_named_itself(
    folder: Path, content: bytes, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder / "group_data" / f"mine{next(COUNT)}.py"
    data.write_bytes(content)
    assert said(["check", str(inventory(folder, "hosts = ['chat']"))], capsys) == [f"{data}{sentence}"]


def test_group_data_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = inventory(folder, "hosts = ['chat']")
    *_, last = said(["check", str(path)], capsys)
    assert last.startswith(f"chat: {folder}/group_data/{path.name} is looked for and not there. Declare there")
    (folder / "group_data" / path.name).write_text("x_a = 1\n")
    assert "is missing" in said(["check", str(path)], capsys)[-1]
    assert said(["check", str(path), "--group-data", "/nope"], capsys)[0].startswith("--group-data /nope: does not")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("ssh_port", "abc", "ssh_port: text stands here, but a whole number is needed. Write it without quotes"),
        ("ssh_port", 70000, "ssh_port: 70000 is not from 1 to 65535. Correct it"),
        ("ssh_hostname", 127, "ssh_hostname: a number stands here, but text is needed. Put it in quotes"),
        ("ssh_user", None, "ssh_user: None stands here, but text is needed. Put it in quotes"),
        ("ssh_key", True, "ssh_key: yes or no stands here, but text is needed. Put it in quotes"),
    ],
)
def test_connection_data_of_a_wrong_type(
    folder: Path, key: str, value: object, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb in ("check", "status"):
        assert said([verb, str(inventory(folder, host(**{key: value})))], capsys) == [f"chat: {sentence}"]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("/nope", f"/nope cannot be read (No such file or directory; looked from {ROOT}). Correct the path"),
        ("~nosuchuser/id", "~nosuchuser/id: this machine has no such user. Write the path in full"),
        ("Makefile", "Makefile is no private key. Name the file without .pub"),
    ],
)
def test_a_private_key_that_is_none(folder: Path, key: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = inventory(folder, host(ssh_key=key))
    assert said(["status", str(path)], capsys) == [f"chat: ssh_key: {sentence}"]
    assert said(["apply", str(inventory(folder, host())), "--ssh-key", key], capsys) == [f"chat: ssh_key: {sentence}"]
    # A declaration may be checked where its key is not.
    assert said(["check", str(path)], capsys, code=0) == [f"warning: chat: ssh_key: {sentence}"]
