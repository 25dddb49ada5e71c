"""What is fetched for a restore: each operator's own, and nobody else's is touched; by the script itself."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from deploy.backups.meta import fingerprint
from tests.unit.secret_values import SECRETS
from tests.unit.test_backup_script import DECLARED, Host

# Snapshots lie in a folder by their ids; whatever is asked of the repository succeeds.
RESTIC = """\
#!/bin/bash
case $1 in
  snapshots) echo '[{"time":"2026-11-22T02:00:00Z","id":"'"${*: -1}"'"}]';;
  stats) echo '{"total_size":100}';;
  restore) cp -a "$STUB/snapshots/$2/." "${*: -1}/";;
esac
"""
ANA, BOB = "a" * 8, "b" * 8


@pytest.fixture
def host(tmp_path: Path) -> Host:
    found = Host(tmp_path)
    found.stub("restic", RESTIC)
    for each in (ANA, BOB):
        _snapshot(found, each)
    return found


def _snapshot(host: Host, name: str) -> None:
    root = host.folder / "snapshots" / name
    current = root / "state/backup/current"
    current.mkdir(parents=True)
    dump = name.encode()
    (current / "database.dump").write_bytes(dump)
    (current / "secrets.json").write_text((host.state / "secrets.json").read_text())
    meta = {
        "made": "2026-11-22T02:00:00Z",
        "keys": fingerprint(SECRETS),
        "postgres": "99.1",
        "storage_path": "/volume",
        "storage_files": 1,
        "dump_bytes": len(dump),
        "dump_sha256": hashlib.sha256(dump).hexdigest(),
    }
    (current / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
    (root / "volume").mkdir()
    (root / "volume" / f"of-{name}").write_text(name)


def fetch(host: Host, who: str, name: str) -> Path:
    done = host.run("fetch", name, "--who", who)
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout.splitlines()[-1])["directory"])


def test_two_operators_fetch_without_taking_it_from_each_other(host: Host) -> None:
    first = fetch(host, "ana@laptop", ANA)
    second = fetch(host, "bob@desk", BOB)
    assert [(each / "database.dump").read_text() for each in (first, second)] == [ANA, BOB]
    assert host.run("discard", "--who", "bob@desk").returncode == 0
    assert not second.exists()
    done = host.run("uploads", str(first), "--who", "ana@laptop")
    assert (done.returncode, done.stdout) == (0, '{"ok": true, "files": 1}\n'), done.stderr
    assert [each.name for each in host.volume.iterdir()] == [f"of-{ANA}"]


def test_one_s_own_and_those_of_yesterday_make_room(host: Host) -> None:
    left = fetch(host, "ana@laptop", ANA)
    fresh = fetch(host, "cy@desk", BOB)
    before = time.time() - 25 * 3600
    os.utime(host.state / "backup/restore/of-cy@desk", (before, before))
    kept = fetch(host, "bob@desk", BOB)
    again = fetch(host, "ana@laptop", BOB)
    assert [each.exists() for each in (left, fresh, kept, again)] == [False, False, True, True]


def test_what_was_taken_away_is_one_sentence(host: Host) -> None:
    there = fetch(host, "ana@laptop", ANA)
    host.run("discard", "--who", "ana@laptop")
    for words, told in (
        (("uploads", str(there)), f"{there} is gone: what was fetched is no longer there. Fetch it again\n"),
        (("prepare", str(there)), f"{there} holds no database.dump with its meta.json\n"),
        (("uploads", str(host.folder)), f"{host.folder}: is not what fetch has made\n"),
    ):
        done = host.run(*words)
        assert (done.returncode, done.stderr) == (1, told)
    assert list(host.volume.iterdir()) == []


def test_to_discard_asks_no_database(host: Host) -> None:
    """The one beside the live one may be that of another operator, who is at work."""
    host.stub("docker", f'#!/bin/bash\necho "$@" >> {host.folder}/asked\n')
    host.run("discard", "--who", "ana@laptop")
    assert "DROP" not in (host.folder / "asked").read_text()
    assert DECLARED.postgres.embedded


def test_a_dump_of_a_newer_server_has_its_own_id(host: Host) -> None:
    there = fetch(host, "ana@laptop", ANA)
    host.stub("docker", "#!/bin/bash\ncase $* in *server_version_num*) echo 170005;; esac\n")
    assert host.run("prepare", str(there)).stderr == (
        "the dump was made by PostgreSQL 99.1 and this server is 17: move to it with upgrade --postgres 99 first. "
        "[pg-downgrade]\n"
    )


@pytest.mark.parametrize(("word", "dropped"), [("chatwoot_before_2", ["2"]), ("", ["1", "2"])])
def test_one_replaced_database_is_dropped_or_all(host: Host, word: str, dropped: list[str]) -> None:
    host.stub(
        "docker",
        f'#!/bin/bash\necho "$*" >> {host.folder}/asked\n'
        "case $* in *starts_with*) printf 'chatwoot_before_1\\nchatwoot_before_2\\n';; *SELECT*) echo 1;; esac\n",
    )
    done = host.run("settle", word)
    names = [f"chatwoot_before_{each}" for each in dropped]
    assert json.loads(done.stdout.splitlines()[-1]) == {"ok": True, "dropped": " ".join(names)}
    asked = [line for line in (host.folder / "asked").read_text().splitlines() if "DROP DATABASE" in line]
    assert [name for name in ("chatwoot_before_1", "chatwoot_before_2") if name in " ".join(asked)] == names


def test_a_replaced_database_gets_no_name_that_nobody_would_drop(host: Host) -> None:
    host.stub("docker", "#!/bin/bash\ncase $* in *SELECT*1*) echo 1;; *shobj*) echo complete;; esac\n")
    done = host.run("swap", "postgres")
    assert (done.returncode, done.stderr) == (
        1,
        "postgres is no name for a replaced database; nothing was replaced\n",
    )


def test_no_other_database_is_ever_dropped(host: Host) -> None:
    done = host.run("settle", "chatwoot")
    assert (done.returncode, done.stderr) == (
        1,
        "chatwoot is no database that was replaced here; nothing was dropped\n",
    )
