"""The exact commands that a bare machine gets, by system, against the golden texts beside this file.

CHATWOOT_GOLDEN=write rewrites them.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from pyinfra.api import Config, Inventory, State
from pyinfra.api.connect import connect_all
from pyinfra.api.exceptions import DeployError
from pyinfra.api.operation import add_op
from pyinfra.api.operations import run_ops
from pyinfra.context import ctx_host, ctx_state

from deploy.checks.observed import HostState
from deploy.files import operations as files
from deploy.host import files as host_files
from deploy.host import journal, lock, look
from deploy.host import operations as machine
from deploy.host.preflight import preflight
from deploy.settings.settings import Settings
from tests.unit.host_state import settings

GOLDEN = Path(__file__).parent / "host"
SAMPLES = Path(__file__).parents[1] / "facts" / "host"
SYSTEMS = {
    "debian-13": ("debian", "13", "trixie", "debian"),
    "debian-12": ("debian", "12", "bookworm", "docker"),
    "ubuntu-22.04": ("ubuntu", "22.04", "jammy", "docker"),
    "ubuntu-24.04": ("ubuntu", "24.04", "noble", "docker"),
}


class Fake:
    """One machine of pyinfra's @fake connector that answers every look with a text."""

    def __init__(self, answer: str, declared: Settings) -> None:
        self.settings = declared
        responses = {"@@ packages": answer, "manifest-host": _tree_on_host(answer, declared)}
        data = {"fake_responses": responses, "fake_delay": 0, "fake_delay_jitter": 0}
        self.state = State(Inventory(([("@fake/vps", data)], {})), Config())  # type: ignore[no-untyped-call]
        connect_all(self.state)
        self.host = self.state.inventory.get_host("@fake/vps")

    def run(self) -> None:
        with ctx_state.use(self.state), ctx_host.use(self.host):
            seen = preflight(self.host, self.settings)
        run = (self.settings.state, "apply")
        metas = [
            self._add(lock.hold, *run),
            self._add(files.tree, tree=host_files.host_tree(self.settings, seen)),
            self._add(machine.engine, machine=self.settings.machine, distribution=seen.distribution),
            self._add(machine.system, machine=self.settings.machine, swap_mb=host_files.swap_mb(self.settings, seen)),
        ]
        self._add(journal.note, *run, inputs=metas)
        self._add(lock.release)
        self.prepared = len(self.commands)
        run_ops(self.state)

    def _add(self, operation: Any, *arguments: Any, **named: Any) -> Any:
        return add_op(self.state, operation, *arguments, name=operation.__name__, **named)[self.host]

    @property
    def commands(self) -> list[str]:
        return list(self.host.connector.executed_commands)  # type: ignore[attr-defined]


def bare(system: str) -> str:
    """What a bare machine of a system answers: the sample of Debian 13 with another os-release."""
    distribution, release, codename, _ = SYSTEMS[system]
    text = (SAMPLES / "bare.txt").read_text()
    text = re.sub(r"^VERSION_ID=.*$", f'VERSION_ID="{release}"', text, flags=re.M)
    text = re.sub(r"^VERSION_CODENAME=.*$", f"VERSION_CODENAME={codename}", text, flags=re.M)
    text = re.sub(r"^ID=.*$", f"ID={distribution}", text, flags=re.M)
    text = re.sub(r"^vm.swappiness .*$", "vm.swappiness 60", text, flags=re.M)
    return re.sub(r"^systemd-nspawn$", "none", text, flags=re.M)  # swap and kernel settings are not for containers


def golden(fake: Fake, seen: HostState) -> str:
    """Commands with the looks named, not written out, then the files."""
    parts = []
    for command in fake.commands[fake.prepared :]:
        if "@@ packages" in command:
            command = "(a look at what runs)"
        parts.append(f"$ {command}")
    for file in host_files.host_tree(fake.settings, seen).files:
        parts.append(f"= {file.path} {file.mode} {file.owner}\n{file.content}")
    return "\n\n".join(parts).rstrip() + "\n"


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.host.identity.who", lambda: "ana@laptop")
    # The sample is old; its clock is not what these tests are about.
    monkeypatch.setattr("deploy.host.preflight.time.time", lambda: 1795391622.0)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_bare_machine_gets_exactly_these_commands(system: str) -> None:
    fake = Fake(bare(system), _declared(system))
    fake.run()
    with ctx_state.use(fake.state), ctx_host.use(fake.host):
        text = golden(fake, preflight(fake.host, fake.settings))
    path = GOLDEN / f"{system}.txt"
    if os.environ.get("CHATWOOT_GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


def test_a_provisioned_machine_gets_none_within_the_budget() -> None:
    answer = (SAMPLES / "provisioned.txt").read_text().replace('{"verb"', "")
    fake = Fake(answer, _declared("debian-13"))
    fake.run()
    results = fake.state.results[fake.host]
    assert (results.ops, results.error_ops) == (6, 0)
    changed = [each for each in fake.state.ops[fake.host].values() if each.operation_meta.did_change()]
    assert changed == []
    assert fake.prepared == 4
    assert len(fake.commands) - fake.prepared == 3


def test_an_unfit_machine_is_not_touched(capsys: pytest.CaptureFixture[str]) -> None:
    fake = Fake(bare("debian-12"), _declared("debian-13"))
    with pytest.raises(DeployError, match=r"set it to docker.*\[os-unsupported\]"):
        fake.run()
    assert len(fake.commands) == 1


def _declared(system: str) -> Settings:
    machine = {"docker": {"source": SYSTEMS[system][3]}}
    return settings(domain="chat3.test", tls={"mode": "internal"}, machine=machine, sizing={"profile": "4gb"})


def _tree_on_host(answer: str, declared: Settings) -> list[str]:
    """What the tree's own look answers: everything in place where the sample is of a provisioned machine."""
    seen = look.machine(declared.project, declared.domain, answer.splitlines())
    if not seen.owned:
        return []
    entries = host_files.host_tree(declared, seen).files
    return [
        *(f"= {each.mode} 0:0 root:root regular file|{each.path}" for each in entries),
        *(f"{each.digest}  {each.path}" for each in entries),
        *(f"+ {each.path}" for each in entries),
    ]


def test_the_journal_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(bare("debian-13"), _declared("debian-13"))
    lines: list[str] = []
    run = fake.host.connector.run_shell_command

    def listen(command: Any, *arguments: Any, **options: Any) -> Any:
        if "journal.jsonl" in str(command):
            lines.append(options["_stdin"])
        return run(command, *arguments, **options)

    monkeypatch.setattr(fake.host.connector, "run_shell_command", listen)
    fake.run()
    (line,) = lines
    entry = json.loads(line)
    assert (entry["verb"], entry["who"], entry["result"]) == ("apply", "ana@laptop", "ok")
    assert entry["changed"] == ["tree", "engine", "system"]
