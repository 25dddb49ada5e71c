"""The script on the host, without a host: its shell is sound, and its parts do what their names say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.backups.files import backup_tree
from deploy.backups.meta import fingerprint, parse
from deploy.backups.script import answer, sentence
from deploy.errors import OperatorError
from deploy.stack.render import secrets_tree
from deploy.stack.secrets import Secrets
from tests.unit.declaration import settings
from tests.unit.secret_values import SECRETS

FOLDER = Path(__file__).parents[2] / "templates" / "backup"
SHELL = sorted(FOLDER.glob("*.sh"))
DECLARED = settings(backup={"repository": "rest:http://backup.example.com:8000/chat"})
DOCKER = """\
#!/bin/bash
case "$*" in
  *pg_database_size*) echo 1000000;;
  *'volume inspect'*storage*) echo @VOLUME@;;
  *) exit ${DOCKER_CODE:-1};;
esac
"""
RESTIC = """\
#!/bin/bash
cat "$STUB/said" >&2
exit 1
"""


class Host:
    """A folder that the script takes for a host: stubs of docker and restic, rendered files, secrets."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root, self.state = folder, folder / "opt", folder / "state"
        self.volume = folder / "volume"
        for each in (self.root / "backup", self.state, self.volume, folder / "bin"):
            each.mkdir(parents=True)
        (self.state / "secrets.json").write_text(secrets_tree(DECLARED, Secrets(SECRETS)).files[0].content)
        for file in backup_tree(DECLARED, Secrets(SECRETS)).files:
            if file.path.startswith("/opt/"):
                text = file.content.replace("ROOT=/opt/chatwoot\n", f"ROOT={self.root}\n")
                text = text.replace("STATE=/var/lib/chatwoot-deploy/chatwoot\n", f"STATE={self.state}\n")
                text = text.replace("TEXTFILES=/var/lib/prometheus/node-exporter\n", f"TEXTFILES={folder}/numbers\n")
                (self.root / "backup" / Path(file.path).name).write_text(text)
        self.stub("docker", DOCKER.replace("@VOLUME@", str(self.volume)))
        self.stub("restic", RESTIC)
        self.said("Fatal: nothing")

    def stub(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def said(self, text: str) -> None:
        """What restic says before it fails."""
        (self.folder / "said").write_text(text + "\n")

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self.bash(f"exec bash {self.root}/backup/backup.sh {' '.join(words)}")

    def part(self, text: str) -> str:
        """What some lines print that use the parts of the script."""
        done = self.parts(text)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def parts(self, text: str) -> "subprocess.CompletedProcess[str]":
        """How such lines end."""
        parts = "; ".join(f". {self.root}/backup/{each.name}" for each in SHELL if each.name != "backup.sh")
        head = f"set -euo pipefail; here={self.root}/backup; . $here/backup.env; {parts}; tmp={self.folder}"
        return self.bash(f"{head}\n{text}")

    def bash(self, text: str) -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "STUB": str(self.folder), "HOME": "/nowhere"}
        return subprocess.run(
            ["bash", "-c", text], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def journal(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in (self.state / "journal.jsonl").read_text().splitlines()]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def test_a_repository_that_is_tried_in_vain_is_not_one_that_is_yet_to_be_made(host: Host) -> None:
    """As of a file in the place of its directory: restic tries for a quarter of an hour, and is cut off."""
    host.said(
        "Stat(<config/>) returned error, retrying after 9.6s: stat /x/config: not a directory\nFatal: unable to open "
        "config file: context canceled\nIs there a repository at the following location?\n/x"
    )
    assert host.run("reach").returncode == 0  # restic itself said that there is none
    host.stub("timeout", '#!/bin/bash\nshift\n"$@" || exit 124\n')
    done = host.run("reach")
    assert done.returncode != 0
    assert "cannot be reached: Stat(<config/>) stat /x/config: not a directory" in done.stderr


def test_a_command_that_fails_without_a_word_is_named(host: Host) -> None:
    done = host.parts('verb=discard timer="" secret=hidden\nbegin\ntest "$secret" = other')
    assert done.returncode == 1
    assert 'a command of the script failed: test "$secret" = other (line ' in done.stderr
    assert "hidden" not in done.stderr


@pytest.mark.parametrize("file", SHELL, ids=lambda each: each.name)
def test_shell_is_sound(file: Path) -> None:
    checker = str(Path(sys.executable).with_name("shellcheck"))
    # The parts are one script: names are set in one and used in another.
    done = subprocess.run(
        [checker, "-s", "bash", "-e", "SC2034,SC2153,SC2154", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Fatal: wrong password or no key found", "the passphrase does not open the repository"),
        (
            'Fatal: unable to open config file: Head "http://x/config": dial tcp 1.2.3.4:8000: connect: connection '
            "refused\nIs there a repository at the following location?\nrest:http://x/",
            "cannot be reached: unable to open config file",
        ),
        ("Fatal: unable to open config file: x509: certificate signed by unknown authority", "is not trusted"),
        ("Fatal: unable to open config file: unexpected HTTP response (403): 403 Forbidden", "refuses this host"),
        (
            "subprocess ssh: root@vault: Permission denied (publickey).\nFatal: unable to open repository at "
            "sftp:root@vault:/chat: unable to start the sftp session, error: unexpected EOF",
            "refuses this host: subprocess ssh: root@vault: Permission denied",
        ),
        (
            "subprocess ssh: kex_exchange_identification: read\nFatal: unable to open repository at "
            "sftp:root@vault:/chat: unable to start the sftp session, error: unexpected EOF",
            "cannot be reached: unable to open repository at sftp",
        ),
        ("Fatal: create key in repository failed: no space left on device", "[disk-full]"),
        ("bash: restic: command not found", "restic is not installed"),
        ("Fatal: ciphertext verification failed", "is damaged"),
        ("ignoring error for /a: ciphertext verification failed\nFatal: There were 3 errors", "is damaged"),
        # So many that whoever read only the first would leave the others' writer behind.
        ("error for /a: truncated\n" * 4000 + "Fatal: There were 4000 errors", "met 'error for /a: truncated'. Take"),
    ],
)
def test_what_restic_says_becomes_one_sentence(host: Host, said: str, words: str) -> None:
    host.said(said)
    done = host.run("run")
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "rest:http://backup.example.com:8000/chat" in done.stderr or "installed" in words
    assert not [name for name, value in SECRETS.items() if value in done.stdout + done.stderr]


def test_a_file_that_never_comes_whole_is_given_up(host: Host) -> None:
    line = "Load(<data/585eac0dbd>, 18524, 0) returned error, retrying after 1s: unexpected EOF"
    opens = "case $* in *config*|*unlock*) exit 0;; esac"
    host.stub("restic", f"#!/bin/bash\n{opens}\nfor i in 1 2 3; do echo '{line}' >&2; done\nexec sleep 600\n")
    done = host.bash(f"TRIES=3 exec bash {host.root}/backup/backup.sh check")
    assert done.returncode == 1
    assert "is damaged" in done.stderr


def test_a_failure_is_in_journal_and_numbers(host: Host) -> None:
    host.said("Fatal: wrong password or no key found")
    assert host.run("run", "--who", "ana@laptop").returncode == 1
    line = host.journal()[-1]
    assert (line["verb"], line["who"]) == ("backup", "ana@laptop")
    assert line["result"].startswith("failed: the passphrase does not open")
    numbers = (host.folder / "numbers" / "chatwoot_backup_chatwoot.prom").read_text()
    assert 'chatwoot_backup_run_ok{project="chatwoot"} 0\n' in numbers
    assert "last_success" not in numbers


def unwritable_numbers(host: Host) -> str:
    """A file where their directory would be, and what is said of it."""
    (host.folder / "numbers").write_text("in the way")
    return f"the numbers for Prometheus could not be written to {host.folder}/numbers: mkdir: "


def test_the_answer_stays_the_last_line_without_numbers(host: Host) -> None:
    said = unwritable_numbers(host)
    host.stub("restic", "#!/bin/bash\n")
    done = host.run("check")
    assert (done.returncode, json.loads(done.stdout.splitlines()[-1])["ok"]) == (0, True)
    (warning,) = done.stderr.splitlines()
    assert warning.startswith(said)
    assert answer("vps1", done.stdout) == answer("vps1", f"{done.stdout}{warning}\n[1]\n\n")
    with pytest.raises(OperatorError, match="vps1: the backup's script gave no answer"):
        answer("vps1", f"{warning}\n[1]\n")


def test_the_reason_of_a_failure_stays_the_last_line_without_numbers(host: Host) -> None:
    said = unwritable_numbers(host)
    host.said("Fatal: wrong password or no key found")
    done = host.run("run")
    assert done.returncode == 1
    assert said in done.stdout
    assert sentence(done.stderr, done.stdout).startswith("the passphrase does not open the repository")
    assert host.journal()[-1]["result"].startswith("failed: the passphrase does not open")


def test_a_secret_in_an_error_is_not_repeated(host: Host) -> None:
    host.said(f"Fatal: strange words {SECRETS['RESTIC_PASSWORD']}")
    done = host.run("run")
    assert "strange words ***" in done.stderr
    assert SECRETS["RESTIC_PASSWORD"] not in done.stderr + (host.state / "journal.jsonl").read_text()


def test_a_repository_that_was_there_is_not_made_anew(host: Host) -> None:
    (host.state / "backup").mkdir()
    (host.state / "backup" / "status").write_text("repository=rest:http://backup.example.com:8000/chat\n")
    host.said("Fatal: repository does not exist: unable to open config file: Stat: 404")
    done = host.run("run")
    assert "is gone: it was there at the last backup" in done.stderr
    assert host.run("verify").stderr.startswith("there is no repository at")


def test_two_at_once_are_one_after_the_other(host: Host) -> None:
    held = f"mkdir -p {host.state}/backup; exec 8>>{host.state}/backup/lock; flock 8; PATIENCE=1 bash"
    done = host.bash(f"{held} {host.root}/backup/backup.sh run")
    assert (done.returncode, done.stderr) == (
        1,
        "another backup is still at work on this host; try again when it has ended\n",
    )


@pytest.mark.parametrize(
    ("lock", "why"),
    [
        ("lock", "an operator has been at work here for 0 minutes; this was left out"),
        ("backup/lock", "another backup is still at work on this host; try again when it has ended"),
    ],
)
def test_a_timer_that_waited_in_vain_tells_its_result(host: Host, lock: str, why: str) -> None:
    left = host.state / "backup" / "current"  # of whoever is at work
    left.mkdir(parents=True)
    held = f"exec 8>>{host.state}/{lock}; flock 8; PATIENCE=1 OPERATOR_PATIENCE=0 bash"
    done = host.bash(f"{held} {host.root}/backup/backup.sh run --timer")
    assert done.returncode == 1
    assert [line for line in (done.stdout + done.stderr).splitlines() if "waiting" not in line] == [
        f"backup: failed: {why}"
    ]
    assert [(each["who"], each["result"]) for each in host.journal()] == [("timer", f"failed: {why}")]
    numbers = (host.folder / "numbers" / "chatwoot_backup_chatwoot.prom").read_text()
    assert 'chatwoot_backup_run_ok{project="chatwoot"} 0\n' in numbers
    assert left.is_dir()
    assert not list((host.state / "backup").glob("left.*"))


def test_wrong_words_are_one_sentence(host: Host) -> None:
    assert "no such command" in host.run("rnu").stderr
    assert "no such option" in host.run("run", "--keep").stderr
    assert "must be letters" in host.run("run", "--tag", "'a b'").stderr


def test_what_a_killed_run_left_is_removed(host: Host) -> None:
    left = host.state / "backup" / "scratch" / "x"
    left.mkdir(parents=True)
    host.run("run")
    assert sorted(each.name for each in (host.state / "backup").iterdir()) == ["lock", "status"]


def test_too_little_room_is_told_before_anything(host: Host) -> None:
    assert host.part(f"need 1 {host.folder} x && echo enough") == "enough\n"
    parts = f"here={host.root}/backup; . $here/backup.env; . $here/common.sh"
    done = host.bash(f"{parts}; need 9000000000000000 {host.folder} 'the dump'")
    assert done.returncode == 1
    assert "the dump needs 8185.5 TB" in done.stderr
    assert "[disk-full]" in done.stderr


def test_keys_have_one_fingerprint_in_shell_and_here(host: Host) -> None:
    assert host.part(f"fingerprint {host.state}/secrets.json").strip() == fingerprint(SECRETS)


def test_uploads_are_hashed_once(host: Host) -> None:
    names = ["ab/cd/one", "with space", "ümlaut's", "two"]
    for name in names:
        path = host.volume / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    # A stub that counts: files that are known are not read again.
    host.stub(
        "sha256sum", f'#!/bin/bash\n[ $# -eq 0 ] || echo "$@" >> {host.folder}/hashed\nexec /usr/bin/sha256sum "$@"\n'
    )
    look = f"mkdir -p $STAGE; moment=$(($(date +%s) + 1)); uploads {host.volume}; echo $files $total"
    assert host.part(look) == f"4 {sum(len(name.encode()) for name in names)}\n"
    listing = (host.state / "backup" / "current" / "storage.sha256").read_text()
    assert len((host.folder / "hashed").read_text().splitlines()) == 1
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "-"], input=listing, text=True, cwd=host.volume, check=False
    )
    assert checked.returncode == 0
    assert listing.count("\n") == 4
    (host.volume / "two").write_text("changed in size")
    (host.volume / "ab/cd/one").unlink()
    host.part(look)
    hashed = (host.folder / "hashed").read_text().splitlines()
    assert len(hashed) == 2
    assert hashed[1].split() == ["--", "two"]
    assert (host.state / "backup" / "current" / "storage.sha256").read_text().count("\n") == 3


# Removes a file when it is asked to read it, and leaves the rest to the real one.
VANISHING = """\
#!/bin/bash
[ $# -eq 0 ] || rm -f gone
exec /usr/bin/sha256sum "$@"
"""


def test_an_upload_deleted_while_it_is_hashed_is_no_failure(host: Host) -> None:
    for name in ("gone", "kept"):
        (host.volume / name).write_text(name)
    host.stub("sha256sum", VANISHING)
    look = f"mkdir -p $STAGE; moment=$(($(date +%s) + 1)); uploads {host.volume}; echo $files $total"
    assert host.part(look) == "1 4\n"
    assert (host.state / "backup/current/storage.sha256").read_text().endswith("  kept\n")


@pytest.mark.parametrize(("meanwhile", "rounds"), [("gone", 2), ("kept", 2), ("none", 1)])
def test_an_upload_deleted_while_it_is_sent_is_not_missing_later(host: Host, meanwhile: str, rounds: int) -> None:
    """In the list and not in the snapshot: that backup would count as damaged for ever."""
    for name in ("gone", "kept"):
        (host.volume / name).write_text(name)
    told = host.part(
        f"""mkdir -p $STAGE; moment=$(($(date +%s) + 1)); uploads {host.volume}
        describe() {{ echo "$(cut -c 67- $STAGE/storage.sha256 | paste -sd ,) $files $total"; }}
        send() {{ snapshot=aa; rm -f {host.volume}/{meanwhile}; }}
        restic_() {{ echo "$*" >> {host.folder}/forgotten; }}
        deliver {host.volume}"""
    )
    left = {"gone": "kept 1 4", "kept": "gone 1 4"}
    assert told.splitlines() == ["gone,kept 2 8", *([left[meanwhile]] if rounds == 2 else [])]
    forgotten = host.folder / "forgotten"
    assert (forgotten.read_text() if forgotten.exists() else "") == ("-q forget aa\n" if rounds == 2 else "")


def test_half_a_listing_of_uploads_takes_nothing_out(host: Host) -> None:
    (host.volume / "kept").write_text("kept")
    host.stub("find", "#!/bin/bash\nexit 1\n")
    parts = f"here={host.root}/backup; . $here/backup.env; . $here/common.sh; . $here/take.sh; tmp={host.folder}"
    line = f"{'0' * 64}  kept"
    done = host.bash(
        f"set -euo pipefail; {parts}; mkdir -p $STAGE; echo '{line}' > $STAGE/storage.sha256; describe() {{ :; }}; "
        f"send() {{ snapshot=aa; }}; restic_() {{ :; }}; deliver {host.volume}"
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        f"the uploads in {host.volume} cannot be listed. Look at the disk",
    )


@pytest.mark.parametrize(
    ("stub", "why"),
    [
        (VANISHING.replace("exec", "echo 'sha256sum: kept: Input/output error' >&2; exec"), "Input/output error"),
        ("#!/bin/bash\nkill -KILL $PPID\n", "xargs ended with 137"),
    ],
)
def test_an_upload_that_cannot_be_read_fails_the_backup(host: Host, stub: str, why: str) -> None:
    for name in ("gone", "kept"):
        (host.volume / name).write_text(name)
    host.stub("sha256sum", stub)
    parts = f"here={host.root}/backup; . $here/backup.env; . $here/common.sh; . $here/take.sh; tmp={host.folder}"
    done = host.bash(f"set -euo pipefail; {parts}; mkdir -p $STAGE; moment=$(($(date +%s) + 1)); uploads {host.volume}")
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"some uploads in {host.volume} cannot be read: ")
    assert last.endswith(f"{why}. Look at the disk")


def test_an_installation_without_uploads_is_well(host: Host) -> None:
    assert host.part(f"mkdir -p $STAGE; moment=$(date +%s); uploads {host.volume}; echo $files $total") == "0 0\n"


def test_a_description_is_read_by_both_sides(host: Host) -> None:
    (host.root / "compose.yaml").write_text("x: 1\n")
    (host.folder / "answers").write_text(
        "accounts|1\nodd Name|0\nschema_migrations|2\n@@ schema\n20260114201315\n@@ version\n17.5 (Debian)\n"
        "@@ extensions\npg_trgm\nvector\n"
    )
    lines = "mkdir -p $STAGE; echo dump > $STAGE/database.dump; moment=1795402256; files=3 total=9"
    told = host.part(
        f"{lines}; describe /vol; meta $STAGE/meta.json dump_bytes; meta $STAGE/meta.json storage_path; "
        "meta $STAGE/meta.json postgres; tables $STAGE/meta.json"
    )
    assert told.splitlines() == ["5", "/vol", "17.5", "accounts|1", "odd Name|0", "schema_migrations|2"]
    found = parse((host.state / "backup" / "current" / "meta.json").read_text())
    assert found.tables == {"accounts": 1, "odd Name": 0, "schema_migrations": 2}
    assert (found.made, found.schema_version) == ("2026-11-23T02:50:56Z", "20260114201315")
    assert found.keys == fingerprint(SECRETS)


def test_the_superusers_part_of_a_dump_is_left_to_him(host: Host) -> None:
    contents = host.folder / "toc"
    contents.write_text(
        ";\n; Archive created at 2026\n2; 3079 16385 EXTENSION - pg_stat_statements \n"
        "3456; 0 0 COMMENT - EXTENSION pg_stat_statements \n5; 2615 2200 SCHEMA - public pg_database_owner\n"
        "215; 1259 16400 TABLE public accounts chatwoot\n3460; 0 0 COMMENT public TABLE accounts chatwoot\n"
    )
    assert host.part(f"wanted_extensions < {contents}") == "pg_stat_statements\n"
    kept = host.part(f"contents < {contents}")
    assert [line.split()[3] for line in kept.splitlines() if line[0].isdigit()] == ["TABLE", "COMMENT"]


def test_ids_of_snapshots_come_oldest_first(host: Host) -> None:
    entries = [
        {"time": "2026-11-22T02:00:00Z", "tree": "f" * 64, "id": "b" * 64, "short_id": "b" * 8},
        {"time": "2026-11-21T02:00:00Z", "parent": "c" * 64, "id": "a" * 64, "short_id": "a" * 8},
    ]
    (host.folder / "list").write_text(json.dumps(entries, separators=(",", ":")))
    assert host.part(f"ids {host.folder}/list").split() == ["a" * 8, "b" * 8]


def test_notes_replace_each_other(host: Host) -> None:
    lines = "mkdir -p $WORK; touch $STATUS; note a=1 b=2; note b=3 'c=x=y'; noted a; noted b; noted c; wc -l < $STATUS"
    assert host.part(lines).split() == ["1", "3", "x=y", "3"]


def test_the_rule_for_upgrades_touches_no_other_backup() -> None:
    """restic takes two --tag for "either": then every backup older than two weeks would go."""
    text = (FOLDER / "take.sh").read_text()
    rule = text.partition("--keep-within")[0].rpartition("restic_ -q forget")[2]
    assert "--tag chatwoot-deploy,upgrade" in rule
    assert rule.count("--tag") == 1
    assert "OURS" not in rule
