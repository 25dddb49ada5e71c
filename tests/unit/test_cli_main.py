"""The wrapper's table of verbs, its mistakes and its exit codes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import cli
from deploy.checkout import ROOT
from deploy.verbs import options
from tests.unit.declaration import SMALLEST

GOOD = f'hosts = [("@fake/vps1", {SMALLEST!r})]'


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)  # the wrapper changes directory; put it back afterwards
    path = tmp_path / "inventories" / "mine.py"
    path.parent.mkdir()
    path.write_text(GOOD)
    return path


def test_every_verb_is_a_file_with_one_line_of_help() -> None:
    files = {path.stem: ast.parse(path.read_text()) for path in (ROOT / "deploy" / "verbs").glob("*.py")}
    for verb in cli.VERBS:
        text = ast.get_docstring(files[verb]) or ""
        assert text.endswith(".")
        assert "\n" not in text
        assert {"arguments", "run"} <= {each.name for each in files[verb].body if isinstance(each, ast.FunctionDef)}


def test_overview_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {verb} " in said for verb in cli.VERBS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["plam", "x"], "plam: no such verb. Choose one of init, check, plan,"),
        (["check", "inventories/nope.py"], "inventories/nope.py: no such inventory. Known: "),
        (["check", "inventories/demo.py", "--frob"], "--frob: check knows no such option. See chatwoot-deploy check"),
        (["check", "inventories/demo.py", "--limit", "x"], "inventories/demo.py: no host is chosen. Its hosts: vps1"),
        (["check", "inventories/demo.py", "--data", "x"], "--data x: has no value. Write it like --data project=demo"),
        (["logs", "inventories/fleet.py", "worker"], "logs talks to one host. Choose with --limit: vps1, vps2"),
    ],
)
def test_mistakes(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert not said.out


def test_check_from_any_directory(
    inventory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "inventories/mine.py"]) == 0
    assert capsys.readouterr().out == "@fake/vps1: ok\n"
    assert Path.cwd() == ROOT


def test_check_warns_and_is_content(inventory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"version": "4.10.0-ce", "installation": {"BRAND_NAMES": "Acme"}}
    inventory.write_text(f'hosts = [("@fake/vps1", {SMALLEST | {"chatwoot": rows}!r})]')
    words = ["check", str(inventory)]
    assert cli.main(words) == 0
    told = capsys.readouterr()
    assert told.out == "@fake/vps1: ok\n"
    assert told.err.startswith("warning: @fake/vps1: chatwoot.installation.BRAND_NAMES: ")
    assert cli.main([*words, "--json"]) == 0
    assert '"ok": true, "errors": [], "warnings": ["@fake/vps1: ' in capsys.readouterr().out


def test_the_operator_reads_no_warning_of_a_library(inventory: Path) -> None:
    code = "import sys; from deploy import cli; sys.exit(cli.main())"
    command = [sys.executable, "-c", code, "check", str(inventory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("@fake/vps1: ok\n", "")


def test_check_tells_every_error_and_json(inventory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", str(inventory), "--data", "chatwoot.version=2.9.0", "--data", "domain=X"]
    assert cli.main(words) == 1
    assert [line.split(":")[1] for line in capsys.readouterr().err.splitlines()] == [" domain", " chatwoot.version"]
    assert cli.main([*words, "--json"]) == 1
    assert capsys.readouterr().out.startswith('{"hosts": {"@fake/vps1": {"ok": false, "errors": ["@fake/vps1: domain: ')


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('tls={"mode":"files","certificate":"no.pem","key":"no.pem"}', "tls.certificate: no.pem does not exist"),
        ('tls={"ca_certificates":"Makefile"}', "tls.ca_certificates: Makefile holds no PEM block. Convert it"),
        ('secrets={"mode":"file","file":"no.env"}', "secrets.file: no.env cannot be read (No such file"),
        ('secrets={"mode":"command","command":["no-such-program"]}', "secrets.command: no-such-program did not run"),
    ],
)
def test_check_reads_the_files_that_are_named(
    inventory: Path, data: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(inventory), "--data", data]) == 1
    assert capsys.readouterr().err.startswith(f"@fake/vps1: {sentence}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hosts = [\n", "mine.py, line 1: '[' was never closed. Correct the file"),
        ("import os\nhosts = [(os.environ['NOPE'], {})]\n", "mine.py, line 2: KeyError: 'NOPE'. Correct the file"),
    ],
)
def test_broken_python_is_one_sentence(
    inventory: Path, text: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # pyinfra remembers files it compiled, so each case gets a file of its own.
    broken = inventory.with_name(f"broken{len(text)}_mine.py")
    broken.write_text(text)
    assert cli.main(["check", str(broken)]) == 1
    assert capsys.readouterr().err.strip().endswith(sentence)


def test_group_data_beside_an_inventory_of_ones_own(inventory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inventory.parent.parent / "group_data"
    folder.mkdir()
    (folder / "mine.py").write_text('project = "Wrong"\n')
    assert cli.main(["check", str(inventory)]) == 1
    assert "project: 'Wrong' is not possible here" in capsys.readouterr().err


def test_shared_options_reach_pyinfra() -> None:
    from argparse import ArgumentParser

    parser = ArgumentParser()
    options.inventory(parser)
    words = ["i.py", "--limit", "a", "--limit", "b", "--data", "x=1", "--user", "root", "--port", "23"]
    parsed = parser.parse_args(words)
    assert options.for_pyinfra(parsed) == [
        *("--limit", "a", "--limit", "b", "--data", "x=1"),
        *("--ssh-user", "root", "--ssh-port", "23"),
    ]


def test_only_verbs_that_render_ask_the_source_of_secrets(inventory: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    data = SMALLEST | {"secrets": {"mode": "command", "command": ["touch", str(asked)]}, "fake_delay": 0}
    inventory.write_text(f'hosts = [("@fake/vps1", {data!r})]')
    for words in (["logs", str(inventory), "worker"], ["status", str(inventory)], ["secrets", str(inventory)]):
        assert cli.main(words) == 1  # nobody is there
        assert not asked.exists()
    assert cli.main(["check", str(inventory)]) == 0
    assert asked.exists()
