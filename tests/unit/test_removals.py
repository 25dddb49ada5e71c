"""The shell that takes an installation off, run here with stand-ins: what a killed rehearsal left goes too,
what another project has on the host stays."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from deploy import report
from deploy.host import connection
from deploy.removals import operations, script
from tests.unit.declaration import settings
from tests.unit.upgrade_world import host

# Answers with one name for each kind and label, and writes down what is removed.
DOCKER = """\
#!/bin/bash
kind=$1; case $1 in volume | network) kind=$1 ;; ps) kind=container ;; esac
label=${*: -1}; label=${label##*=}
case $* in
  "ps -aq"* | "volume ls"* | "network ls"*) echo "$kind-of-$label" ;;
  rm* | "volume rm"* | "network rm"*) echo "$*" >> "$LOG" ;;
esac
"""


# Every path that the host's own tree may have, and what comes of it besides.
FILES = (
    "/etc/docker/daemon.json",
    "/etc/chatwoot-deploy/firewall.nft",
    "/etc/systemd/system/chatwoot-deploy-firewall.service",
    "/etc/sysctl.d/60-chatwoot-deploy.conf",
    "/etc/systemd/system/var-swap.chatwoot.swap",
    "/etc/apt/apt.conf.d/52chatwoot-deploy",
)
BESIDE = ("/var/swap.chatwoot", "/run/chatwoot-deploy-firewall", "/run/chatwoot-deploy-apt")
LOGGED = '#!/bin/sh\necho "${0##*/} $*" >> "$LOG"\n'


class Machine:
    """A folder that the script takes for the root of a host with some projects; programs write down what is asked."""

    def __init__(self, folder: Path, **projects: tuple[str, ...]) -> None:
        self.folder, self.log = folder, folder / "log.txt"
        (folder / "bin").mkdir()
        for name in ("systemctl", "swapoff", "nft", "docker"):
            (folder / "bin" / name).write_text(LOGGED)
            (folder / "bin" / name).chmod(0o755)
        for path in (*FILES, *BESIDE):
            self.at(path).parent.mkdir(parents=True, exist_ok=True)
            self.at(path).write_text("content")
        for project, paths in projects.items():
            state = self.at(f"/var/lib/chatwoot-deploy/{project}")
            state.mkdir(parents=True)
            (state / "manifest-host").write_text("".join(f"{self.at(each)}\n" for each in paths))

    def at(self, path: str) -> Path:
        return self.folder / path[1:]

    def there(self, *paths: str) -> list[str]:
        return [each for each in paths if self.at(each).exists()]

    def remove(self, project: str) -> tuple[list[str], list[str]]:
        """Other projects, and what stays for them, both as the script tells."""
        text = script.text(settings(project=project), data=False)
        text = re.sub(r"(?<![\w.}*-])/(?=(etc|var|run|opt)/)", f"{self.folder}/", text)
        environment = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "LOG": str(self.log)}
        self.log.write_text("")
        done = subprocess.run(["sh", "-c", text], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        others, shared = script.left(done.stdout)
        return others, [each.removeprefix(str(self.folder)) for each in shared]

    def asked(self, *words: str) -> bool:
        return " ".join(words) in self.log.read_text()


def test_another_project_keeps_its_protection_until_it_goes_itself(tmp_path: Path) -> None:
    machine = Machine(tmp_path, one=FILES, two=FILES)
    assert machine.remove("one") == (["two"], sorted(FILES))
    assert machine.remove("one") == (["two"], sorted(FILES))  # after a cut it is told again
    assert machine.there(*FILES, *BESIDE) == [*FILES, *BESIDE]
    assert not machine.asked("nft")
    assert not machine.asked("swapoff")
    assert not machine.asked("disable --now -q chatwoot-deploy-firewall.service")
    assert machine.asked("disable --now -q chatwoot-deploy-backup-one.timer")
    assert not machine.asked("restart docker")
    assert machine.remove("two") == ([], [])
    assert machine.there(*FILES, *BESIDE) == []
    assert machine.asked("nft delete table inet chatwoot_deploy")
    assert machine.asked("swapoff")
    assert machine.asked("disable --now -q chatwoot-deploy-firewall.service")
    assert machine.asked("restart docker")


def test_what_the_other_project_does_not_declare_goes(tmp_path: Path) -> None:
    machine = Machine(tmp_path, one=FILES, two=FILES[:1])
    assert machine.remove("one") == (["two"], [FILES[0]])
    assert machine.there(*FILES, *BESIDE) == [FILES[0], "/run/chatwoot-deploy-apt"]
    assert machine.asked("nft delete table inet chatwoot_deploy")
    assert machine.asked("disable --now -q var-swap.chatwoot.swap")
    assert not machine.asked("restart docker")


@pytest.mark.parametrize("beside", [True, False])
def test_what_stays_for_another_project_is_one_line(monkeypatch: pytest.MonkeyPatch, beside: bool) -> None:
    told: list[str] = []
    journal = json.dumps({"details": ["packages: install docker.io nftables"]})
    output = "other two\nshared /etc/a\nshared /etc/sysctl.d/60-chatwoot-deploy.conf\n" if beside else ""
    monkeypatch.setattr(connection, "run", lambda *_, **__: connection.Output(True, journal, ""))
    monkeypatch.setattr(connection, "must", lambda *_, **__: output)
    monkeypatch.setattr(report, "handoff", lambda _, text: told.append(text))
    operations._stack(host(), settings(project="one"), data=True)
    backups = "the backups in /var/backups/chatwoot-deploy/one stay"
    if beside:
        # Its engine is among the packages, and nobody is told to purge them.
        kept = "for project two on this host stay /etc/a, /etc/sysctl.d/60-chatwoot-deploy.conf"
        assert told == [backups, kept]
    else:
        purge = "packages that apply installed stay: apt-get purge docker.io nftables removes them"
        assert told == [purge, backups, "kernel settings go back at the next boot"]


@pytest.mark.parametrize("data", [True, False])
def test_what_a_killed_rehearsal_left_goes(tmp_path: Path, data: bool) -> None:
    state, root = tmp_path / "state", tmp_path / "root"
    (state / "rehearsal/dump").mkdir(parents=True)
    (state / "rehearsal/dump/database.dump").write_text("everything")
    (state / "journal.jsonl").write_text("{}\n")
    (tmp_path / "bin").mkdir()
    for name, text in {
        "docker": DOCKER,
        "systemctl": "#!/bin/sh\n",
        "swapoff": "#!/bin/sh\n",
        "nft": "#!/bin/sh\nexit 1\n",
    }.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    declared = settings(project="p", backup={"textfile_directory": str(tmp_path / "numbers")})
    # The parts that reach beyond the project's own directories are left out.
    text = script.text(declared, data).replace(script._UNITS, "").replace("/etc/", f"{tmp_path}/etc/")
    text = (
        text.replace("/var/log/", f"{tmp_path}/log/")
        .replace("/run/", f"{tmp_path}/run/")
        .replace("/var/cache/", f"{tmp_path}/cache/")
    )
    text = text.replace(declared.state, str(state)).replace(declared.root, str(root))
    environment = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "LOG": str(tmp_path / "log.txt")}
    done = subprocess.run(["bash", "-c", text], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    removed = (tmp_path / "log.txt").read_text().splitlines()
    assert not (state / "rehearsal").exists()
    assert (state / "journal.jsonl").exists()
    assert "rm -f -v container-of-p-rehearsal" in removed
    assert "volume rm volume-of-p-rehearsal" in removed  # a copy of the data is no data to be kept
    assert "network rm network-of-p-rehearsal" in removed
    assert ("volume rm volume-of-p" in removed) == data
