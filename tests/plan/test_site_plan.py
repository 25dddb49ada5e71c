"""The whole of apply on every supported system, against golden texts; `make golden` writes them anew."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyinfra.api.exceptions import DeployError

from deploy.chatwoot.client import Client
from deploy.objects.account import Reader, sections
from deploy.objects.bring import bring
from deploy.objects.declared import from_mapping
from deploy.objects.world import Look
from deploy.objects.world import World as Objects
from deploy.settings.load import load
from tests.plan.golden import SECRET, compare, files, outcome, told
from tests.plan.machines import SYSTEMS, bare, declaration, sample
from tests.plan.run import Run
from tests.plan.world import World
from tests.unit.test_chatwoot_client import TOKEN, FakeSession

MOST = 15  # commands in each phase of a second apply; the budget of tests/bench
UNFINISHED = '{"verb": "apply", "who": "ana@laptop", "when": "2026-11-22T12:03:05Z", "tool": "0.1.0"}\n'
DEBIAN = declaration("debian-13")


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("deploy.host.identity.who", lambda: "ana@laptop")
    # The samples are old; their clock is not what these tests are about.
    monkeypatch.setattr("deploy.host.preflight.time.time", lambda: 1795391622.0)
    monkeypatch.setattr("deploy.stack.secrets.make", lambda name: f"{SECRET}{name.replace('_', '')}")
    monkeypatch.chdir(tmp_path)  # the hand-off files


@pytest.fixture
def as_declared(tmp_path: Path) -> World:
    """A machine on which apply has been: its files are those that a first run wrote."""
    world = World(load(DEBIAN, "vps"), sample("bare", "debian-13"))
    Run(world, DEBIAN).go(tmp_path / "first")
    world.settle(sample("provisioned", "debian-13").replace(UNFINISHED, ""))
    (account,) = world.settings.accounts
    world.chatwoot.account |= {"name": account.name, "locale": account.locale or world.settings.locale}
    client = Client(FakeSession(world.chatwoot), world.settings.domain, TOKEN, 1, account.name)
    inside = Objects(world.settings.chatwoot.number, 1)
    reader = Reader(client, inside, lambda again: Look())
    assert bring(client, sections(account, "accounts[0]", from_mapping({})), inside, reader, print).pending == []
    Run(world, DEBIAN).hand_over()
    return world


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_bare_machine(system: str, tmp_path: Path) -> None:
    run = Run(bare(system), declaration(system))
    reported = run.go(tmp_path / "report")
    assert run.done == run.operations
    compare(system, told(run, reported) + "\n" + files(run))


def test_a_machine_as_declared_is_looked_at_alone(as_declared: World, tmp_path: Path) -> None:
    run = Run(as_declared, DEBIAN)
    reported = run.go(tmp_path / "second")
    assert (reported.changes, reported.problems, run.changed) == ({}, {}, [])
    # Read again under the lock: somebody may have upgraded since the look.
    assert [operation for operation, _ in run.commands] == ["Ensure that nobody has upgraded meanwhile"]
    assert run.done == run.operations
    # With -y the operations themselves do not look in Prepare.
    assert len([look for operation, look in run.looks[: run.planned] if not operation]) <= MOST
    assert len(run.looks) - run.planned <= MOST
    compare("as-declared", told(run, reported))


@pytest.mark.parametrize(
    ("name", "fails"), [("failed-packages", "install docker.io"), ("failed-containers", "bring_up.bring_up")]
)
def test_what_a_failure_leaves_undone(name: str, fails: str, tmp_path: Path) -> None:
    run = Run(bare("debian-13"), DEBIAN, fails)
    run.go(tmp_path / "report")
    assert len(run.failed) == 1
    assert [*run.done, *run.failed, *run.undone] == run.operations
    assert {operation for operation, _ in run.commands} <= {*run.done, *run.failed}
    assert not any("route.yaml" in command for _, command in run.commands)  # the site stays shut
    compare(name, outcome(run))


def test_an_unfit_machine_is_not_touched(tmp_path: Path) -> None:
    run = Run(bare("debian-12"), DEBIAN)
    with pytest.raises(DeployError, match=r"set it to docker.*\[os-unsupported\]"):
        run.go(tmp_path / "report")
    assert (run.looks, run.commands) == ([("", "? the machine")], [])


def test_an_unfinished_run_is_told_before_anything_else(
    as_declared: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    as_declared.machine = as_declared.machine.replace("@@ run\n", f"@@ run\n{UNFINISHED}")
    run = Run(as_declared, DEBIAN)
    said: list[tuple[str, int]] = []
    monkeypatch.setattr(run.host, "log_styled", lambda text, **_: said.append((text, len(run.looks))))
    reported = run.go(tmp_path / "second")
    text = "apply by ana@laptop begun 2026-11-22T12:03:05Z did not finish; apply finishes it"
    assert said == [(text, 1)]  # after the look at the machine, the first of all
    assert (reported.notices, reported.problems) == ({"@fake/vps": [text]}, {})


def test_the_journal_is_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = Run(bare("debian-13"), DEBIAN)
    lines: list[str] = []
    send = run.host.connector.run_shell_command

    def listen(command: Any, *arguments: Any, **options: Any) -> Any:
        if "journal.jsonl" in str(command):
            lines.append(options["_stdin"])
        return send(command, *arguments, **options)

    monkeypatch.setattr(run.host.connector, "run_shell_command", listen)
    run.go(tmp_path / "report")
    (line,) = lines
    entry = json.loads(line)
    assert (entry["verb"], entry["who"], entry["result"]) == ("apply", "ana@laptop", "ok")
    assert entry["changed"] == [name for name in run.changed if not name.startswith("Note ")]
    assert "account Acme: created" in entry["details"]
    assert SECRET not in line
