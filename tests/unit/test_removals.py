"""The shell that takes an installation off, run here with stand-ins: what a killed rehearsal left goes too."""

import os
import subprocess
from pathlib import Path

import pytest

from deploy.removals import script
from tests.unit.declaration import settings

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
