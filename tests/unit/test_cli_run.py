"""plan and apply around a pyinfra of ours: what they call, what they say, how they end."""

import json
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from deploy import cli, process
from deploy.checkout import ROOT
from tests.unit.test_cli_main import GOOD

CHANGE: dict[str, object] = {
    "kind": "change",
    "host": "@fake/vps1",
    "subject": "/opt/x",
    "what": "created",
    "operation": "Ensure x",
}
PLAN = {
    "plan": [
        {
            "name": "Ensure x",
            "names": ["Ensure x"],
            "hosts_with_change": ["@fake/vps1"],
            "hosts_with_conditional_change": [],
        },
        {"name": "Ensure y", "names": ["Ensure y"], "hosts_with_change": [], "hosts_with_conditional_change": []},
    ]
}

REQUESTS: tuple[dict[str, object], ...] = tuple(
    {"kind": "number", "host": "@fake/vps1", "key": f"requests.{account}", "value": value}
    for account, value in (("Acme", 9), ("Acme", 16), ("Shop 2.0", 15))
)

CONFIG = ["--config", "deploy/config.py"]


class Pyinfra:
    """A program in pyinfra's place that reports, answers and ends as told; it notes its command line."""

    def __init__(self, folder: Path) -> None:
        self.program, self.words = folder / "pyinfra", folder / "words"

    def does(
        self, answer: object = None, report: tuple[dict[str, object], ...] = (), code: int = 0, wait: int = 0
    ) -> None:
        lines = "".join(json.dumps(each) + "\n" for each in report)
        self.program.write_text(
            f"#!{sys.executable}\nimport os, sys, time\n"
            f"open({str(self.words)!r}, 'w').write('\\n'.join(sys.argv[1:]))\n"
            f"open(os.environ.get('CHATWOOT_DEPLOY_REPORT', os.devnull), 'a').write({lines!r})\n"
            f"print({json.dumps(answer)!r})\ntime.sleep({wait})\nsys.exit({code})\n"
        )
        self.program.chmod(0o755)

    @property
    def called_with(self) -> list[str]:
        return self.words.read_text().splitlines()


@pytest.fixture
def pyinfra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pyinfra:
    monkeypatch.chdir(ROOT)
    stand_in = Pyinfra(tmp_path)
    monkeypatch.setattr(process, "beside", lambda name: str(stand_in.program))
    return stand_in


@pytest.fixture
def inventory(tmp_path: Path) -> str:
    path = tmp_path / "mine.py"
    path.write_text(GOOD)
    return str(path)


def test_plan_with_changes(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    pyinfra.does(PLAN, (CHANGE, CHANGE, *REQUESTS))
    assert cli.main(["plan", inventory, "--limit", "@fake/vps1", "-v"]) == 2
    assert pyinfra.called_with == [
        inventory,
        "deploy/apply.py",
        "--dry",
        "--json",
        *CONFIG,
        "--limit",
        "@fake/vps1",
        "-v",
    ]
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "@fake/vps1: 1 operation would change something; 31 requests to Chatwoot for 2 accounts",
        "  Ensure x",
        "    ~ /opt/x: created",
    ]
    assert said.err.startswith(
        f"$ pyinfra {inventory} deploy/apply.py --dry --json --config deploy/config.py --limit @fake/vps1 -v"
    )


def test_plan_as_json(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    orphans: dict[str, object] = {"kind": "notice", "host": "@fake/vps1", "text": "labels not declared: old"}
    pyinfra.does(PLAN, (CHANGE, orphans, *REQUESTS))
    assert cli.main(["plan", inventory, "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "hosts": {
            "@fake/vps1": {
                "changes": [
                    {"operation": "Ensure x", "changes": [{"subject": "/opt/x", "what": "created", "fields": []}]}
                ],
                "notices": ["labels not declared: old"],
                "problems": [],
                "requests": {"Acme": 16, "Shop 2.0": 15},
            }
        }
    }


def test_plan_without_changes(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    pyinfra.does({"plan": PLAN["plan"][1:]})
    assert cli.main(["plan", inventory]) == 0
    assert capsys.readouterr().out == "@fake/vps1: nothing to do\n"
    pyinfra.does({"plan": PLAN["plan"][1:]}, REQUESTS[:1])
    assert cli.main(["plan", inventory]) == 0
    assert capsys.readouterr().out == "@fake/vps1: nothing to do; 9 requests to Chatwoot for 1 account\n"


def test_a_plan_that_could_not_compare_everything_fails(
    pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]
) -> None:
    problem: dict[str, object] = {
        "kind": "problem",
        "host": "@fake/vps1",
        "text": "cannot be compared: Invalid Access Token",
    }
    pyinfra.does({"plan": PLAN["plan"][1:]}, (problem,))
    assert cli.main(["plan", inventory]) == 1
    said = capsys.readouterr()
    assert "nothing to do" not in said.out
    assert "@fake/vps1: cannot be compared: Invalid Access Token" in said.err.splitlines()


def test_plan_that_fails(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    pyinfra.does(None, ({"kind": "problem", "host": "@fake/vps1", "text": "port 80 is taken"},), code=1)
    assert cli.main(["plan", inventory]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "@fake/vps1: port 80 is taken",
        "No plan: pyinfra stopped, see above. Nothing was changed.",
    ]


def test_a_host_that_cannot_be_reached(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    pyinfra.does(None, code=1)
    sentence = (
        "@fake/vps1: cannot be reached by SSH. Check ssh_hostname, ssh_port, ssh_user and ssh_key in the inventory, "
        "and that the machine is up"
    )
    assert cli.main(["plan", inventory]) == 1
    assert capsys.readouterr().err.splitlines()[1] == sentence
    assert cli.main(["apply", inventory]) == 1
    assert capsys.readouterr().out.splitlines()[0] == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["upgrade", "4.11.0-ce"], "4.11.0-ce: upgrade takes no such word, only options and their values. See"),
        (["upgrade", "--plna"], "--plna: is no option of upgrade, and none that goes on to pyinfra. See"),
        (["restore", "a", "b"], "b: restore takes no such word, only options"),
        (["apply", "foo", "--diff"], "foo: apply takes no such word"),
        (["apply", "--version"], "--version: is no option of apply, and none that goes on"),
        (
            ["apply", "--parallel", "x"],
            "apply: Invalid value for '--parallel': 'x' is not a valid integer. See pyinfra",
        ),
        (["apply", "--ssh-password"], "apply: Option '--ssh-password' requires an argument. See pyinfra --help"),
        (
            ["upgrade", "--plan", "-v"],
            "-v: upgrade --plan starts no pyinfra and takes no options of its. Leave them out",
        ),
        (["backup", "--list", "--ssh-password", "s3cret"], "--ssh-password: backup --list starts no pyinfra"),
        (["plan", "--url", "https://x.example.com", "--diff"], "--diff: plan --url starts no pyinfra"),
    ],
)
def test_words_that_pyinfra_does_not_know_are_refused(
    pyinfra: Pyinfra, inventory: str, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pyinfra.does(code=2)
    assert cli.main([words[0], inventory, *words[1:]]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(sentence)
    assert not pyinfra.words.exists()


def test_options_that_pyinfra_knows_go_on(pyinfra: Pyinfra, inventory: str) -> None:
    pyinfra.does(None, NUMBERS)
    words = ["--ssh-password", "pw", "-vv", "--diff", "--retry=3", "--sudo-user", "ana"]
    assert cli.main(["apply", inventory, *words]) == 0
    assert pyinfra.called_with == [inventory, "deploy/apply.py", "-y", *CONFIG, *words]


def test_a_usage_error_of_pyinfras_is_no_unreachable_host(
    pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pyinfra.does(None, code=2)
    assert cli.main(["apply", inventory]) == 1
    assert "cannot be reached" not in "".join(capsys.readouterr())


def test_nothing_is_started_on_a_bad_declaration(pyinfra: Pyinfra, inventory: str) -> None:
    pyinfra.does(PLAN)
    assert cli.main(["apply", inventory, "--data", "domain=X"]) == 1
    assert not pyinfra.words.exists()


NUMBERS: tuple[dict[str, object], ...] = tuple(
    {"kind": "number", "host": "@fake/vps1", "key": key, "value": value}
    for key, value in (("commands.prepare", 9), ("commands.execute", 4), ("operations.changed", 3))
)


def test_apply_sums_up(pyinfra: Pyinfra, inventory: str, capfd: pytest.CaptureFixture[str]) -> None:
    handoff: dict[str, object] = {"kind": "handoff", "host": "@fake/vps1", "text": "https://chat.example.com"}
    pyinfra.does(None, (*NUMBERS, *REQUESTS, CHANGE, handoff))
    assert cli.main(["apply", inventory]) == 0
    assert pyinfra.called_with == [inventory, "deploy/apply.py", "-y", *CONFIG]
    *rest, last = capfd.readouterr().out.splitlines()
    assert rest[1:] == [
        "  ~ @fake/vps1: /opt/x: created",
        "  > https://chat.example.com",
        "@fake/vps1: 3 operations changed; 9 commands in prepare, 4 commands in execute, "
        "31 requests to Chatwoot for 2 accounts",
    ]
    assert last.startswith("apply: done in ")


def test_apply_as_json(pyinfra: Pyinfra, inventory: str, capsys: pytest.CaptureFixture[str]) -> None:
    notice: dict[str, object] = {"kind": "notice", "host": "@fake/vps1", "text": "apply by ana did not finish"}
    pyinfra.does(None, (*NUMBERS, *REQUESTS, notice), code=1)
    assert cli.main(["apply", inventory, "--json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["hosts"]["@fake/vps1"]["notices"] == ["apply by ana did not finish"]
    assert told["hosts"]["@fake/vps1"]["problems"] == []
    assert "did not finish" not in said.err  # pyinfra has said it, when it was found
    assert told["hosts"]["@fake/vps1"]["commands"] == {"prepare": 9, "execute": 4}
    assert told["hosts"]["@fake/vps1"]["requests"] == {"Acme": 16, "Shop 2.0": 15}
    assert told["exit"] == 1
    assert "apply: failed after " in said.err.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_apply_never_looks_well(
    pyinfra: Pyinfra, inventory: str, number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    # Ends with 0 on Ctrl-C, as pyinfra does.
    pyinfra.does(None, NUMBERS, wait=30)
    text = pyinfra.program.read_text().replace(
        "time.sleep(30)", "\ntry: time.sleep(30)\nexcept KeyboardInterrupt: pass"
    )
    pyinfra.program.write_text(text)
    timer = threading.Timer(2, os.kill, (os.getpid(), number))
    timer.start()
    assert cli.main(["apply", inventory]) == 130
    assert "Run apply again; it finishes what was begun" in capsys.readouterr().out.splitlines()[-1]


def test_a_child_that_hears_nothing_is_ended(tmp_path: Path) -> None:
    deaf = "import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (2, 15)]; time.sleep(60)"
    timer = threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    outcome = process.run(
        [sys.executable, "-c", deaf],
        tmp_path,
        escalation=((0.2, signal.SIGINT), (0.4, signal.SIGTERM), (0.6, signal.SIGKILL)),
    )
    assert outcome == (-signal.SIGKILL, True)


def test_verify_is_pytest_on_the_host(pyinfra: Pyinfra, inventory: str, capfd: pytest.CaptureFixture[str]) -> None:
    pyinfra.does(code=1)
    assert cli.main(["verify", inventory, "--json", "-k", "tls"]) == 1
    *words, junit = pyinfra.called_with
    assert words == ["tests/vps", "--inventory", inventory, "-k", "tls"]
    assert junit.startswith("--junit-xml=")
    assert json.loads(capfd.readouterr().out)["passed"] == 0
