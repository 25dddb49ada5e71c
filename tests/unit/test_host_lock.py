"""The shell that holds the lock, run here: who comes second, what a cut run leaves behind."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy.host.hold import refusal, script
from deploy.host.lock import guard

NOTE = json.dumps({"verb": "apply", "who": "ana@laptop", "when": "2026-11-22T12:03:05Z", "tool": "0.1.0"})


class Shell:
    """One holder's shell."""

    def __init__(self, state: Path, silence: int = 20) -> None:
        command = ["bash", "-c", script(silence), "lock", str(state), NOTE]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")

    def hang_up(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture
def shells() -> Iterator[list[Shell]]:
    started: list[Shell] = []
    yield started
    for shell in started:
        shell.process.kill()
        shell.process.wait()


def test_an_announced_end_leaves_nothing(tmp_path: Path, shells: list[Shell]) -> None:
    shell = Shell(tmp_path / "state")
    shells.append(shell)
    assert shell.answer() == "held"
    assert json.loads((tmp_path / "state" / "run").read_text())["who"] == "ana@laptop"
    shell.say(".")
    shell.say("end")
    assert shell.answer() == "ended"
    assert shell.process.wait(10) == 0
    assert not (tmp_path / "state" / "run").exists()
    assert not (tmp_path / "state" / "journal.jsonl").exists()


def test_the_second_is_told_who_holds_it(tmp_path: Path, shells: list[Shell]) -> None:
    shells += [Shell(tmp_path)]
    assert shells[0].answer() == "held"
    shells += [Shell(tmp_path)]
    text = refusal(shells[1].answer(), str(tmp_path))
    assert text == "ana@laptop is at work here: apply since 2026-11-22T12:03:05Z. Wait until it ends, then run again"
    assert shells[1].process.wait(10) == 75


def test_a_cut_run_frees_the_lock_and_is_noted(tmp_path: Path, shells: list[Shell]) -> None:
    shells += [Shell(tmp_path)]
    assert shells[0].answer() == "held"
    shells[0].hang_up()
    assert (tmp_path / "run").exists()
    shells += [Shell(tmp_path)]
    assert shells[1].answer() == "held"
    entry = json.loads((tmp_path / "journal.jsonl").read_text())
    assert (entry["verb"], entry["result"]) == ("apply", "unfinished")


def test_silence_frees_the_lock(tmp_path: Path, shells: list[Shell]) -> None:
    shells += [Shell(tmp_path, silence=1)]
    assert shells[0].answer() == "held"
    began = time.monotonic()
    shells[0].process.wait(10)
    assert time.monotonic() - began < 8
    assert (tmp_path / "run").exists()


def test_what_is_kept_is_for_root_alone(tmp_path: Path, shells: list[Shell]) -> None:
    shells += [Shell(tmp_path / "state")]
    assert shells[0].answer() == "held"
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "state" / "run").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("answer", ["", "denied", "busy", "busy {"])
def test_every_refusal_is_a_sentence(answer: str) -> None:
    text = refusal(answer, "/var/lib/x")
    assert ". " in text
    assert "  " not in text


@pytest.mark.parametrize(("note", "ok"), [(NOTE, True), ('{"verb": "rollback"}', False), (None, False)])
def test_only_who_holds_the_lock_still_writes(tmp_path: Path, note: str | None, ok: bool) -> None:
    if note is not None:
        (tmp_path / "run").write_text(note + "\n")
    host = SimpleNamespace(connector_data={"lock": SimpleNamespace(note=NOTE)})
    text = f"set -e; {guard(host, str(tmp_path))}echo written"  # type: ignore[arg-type]
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode == 0, "written" in done.stdout) == (ok, ok)
    assert ("somebody else is at work here by now" in done.stderr) is not ok


def test_where_no_lock_is_taken_nobody_asks_for_it() -> None:
    assert guard(SimpleNamespace(connector_data={}), "/state") == ""  # type: ignore[arg-type]
