"""The report: written line by line, read as a whole."""

from pathlib import Path

import pytest

from deploy import report


def test_what_is_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report"
    monkeypatch.setenv(report.VARIABLE, str(path))
    monkeypatch.setattr(report, "_current", lambda: "Ensure x")
    report.change("vps1", "/opt/x", "created")
    report.change("vps1", "/opt/x", "created")  # Prepare and Execute both tell it
    report.problem("vps1", "port 80 is taken")
    report.number("vps1", "commands.prepare", 1)
    report.number("vps1", "commands.prepare", 2)
    report.handoff("vps2", "https://chat.example.com")
    with path.open("a") as file:
        file.write('{"kind": "chan')  # the run was killed here
    seen = report.read(path)
    assert seen.changes == {"vps1": [report.Change("/opt/x", "created", "Ensure x")]}
    assert seen.problems == {"vps1": ["port 80 is taken"]}
    assert seen.numbers == {"vps1": {"commands.prepare": 2}}
    assert seen.handoffs == {"vps2": ["https://chat.example.com"]}


def test_without_a_reader_people_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv(report.VARIABLE, raising=False)
    report.change("vps1", "/opt/x", "created")
    report.problem("vps1", "port 80 is taken")
    report.number("vps1", "n", 1)
    assert capsys.readouterr().err == "  ~ /opt/x: created\n  ! vps1: port 80 is taken\n"
    assert report.read(tmp_path / "none").changes == {}
