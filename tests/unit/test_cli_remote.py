"""The commands that verbs send to a host, and what they make of the answers."""

import json
import stat
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy import ssh
from deploy.checkout import ROOT
from deploy.errors import OperatorError
from deploy.stack.sources import brought
from deploy.verbs import console, logs, secrets, status, verify
from tests.unit.declaration import settings
from tests.unit.test_cli_main import GOOD

SETTINGS = settings(project="demo")
ANSWER = """== containers
/demo-chatwoot|running|healthy|chatwoot/chatwoot:v4.10.0-ce|0|0
/demo-worker|running|unhealthy|chatwoot/chatwoot:v4.10.0-ce|3|0
/demo-migrate|exited||chatwoot/chatwoot:v4.10.0-ce|0|0
== disk
Filesystem     1048576-blocks  Used Available Capacity Mounted on
/dev/vda1               20000  8000     12000      40% /
== memory
MemTotal:        2048000 kB
MemAvailable:    1024000 kB
== version
{"version":"4.10.0","timestamp":"2026-01-01 00:00:00","queue_services":"ok","data_services":"ok"}
== journal
{"verb": "apply"}
"""


def test_ssh_from_the_inventory() -> None:
    data = {
        "ssh_hostname": "203.0.113.10",
        "ssh_user": "ana",
        "ssh_port": 2222,
        "ssh_key": ".sandbox/id",
        "ssh_known_hosts_file": ".sandbox/known_hosts",
        "ssh_strict_host_key_checking": "off",
        "_sudo": True,
    }
    assert ssh.command("vps1", data, ["docker", "logs", "a b"], terminal=True) == [
        *("ssh", "-t", "-i", ".sandbox/id", "-o", "IdentitiesOnly=yes", "-p", "2222"),
        *("-o", "UserKnownHostsFile=.sandbox/known_hosts", "-o", "StrictHostKeyChecking=no", "-l", "ana"),
        *("203.0.113.10", "sudo docker logs 'a b'"),
    ]


def test_ssh_with_nothing_but_a_name() -> None:
    assert ssh.command("chat1", {}, ["id"]) == ["ssh", "-o", "StrictHostKeyChecking=accept-new", "chat1", "id"]
    assert ssh.command("@local", {"_sudo": True}, ["id"]) == ["sudo", "id"]


def test_ssh_without_ssh() -> None:
    with pytest.raises(OperatorError, match=r"@docker/x: this verb needs SSH\. Name the machine by host name"):
        ssh.command("@docker/x", {}, ["id"])


def test_logs_and_console() -> None:
    assert logs.command(SETTINGS, "worker", follow=True, since="15m", tail="9") == [
        *("docker", "logs", "--timestamps", "--follow", "--since", "15m", "--tail", "9", "demo-worker"),
    ]
    assert console.command(SETTINGS)[:4] == ["docker", "exec", "-it", "demo-chatwoot"]


def test_status_is_one_command_for_one_project() -> None:
    command = status.command(SETTINGS)
    assert "\n" not in command
    assert "label=com.docker.compose.project=demo" in command
    assert "/var/lib/chatwoot-deploy/demo/journal.jsonl" in command


def test_status_is_read() -> None:
    seen = status.parse(ANSWER)
    assert [(each.name, each.well) for each in seen.containers] == [
        ("demo-chatwoot", True),
        ("demo-migrate", True),
        ("demo-worker", False),
    ]
    assert (seen.disk_free_mb, seen.memory_available_mb, seen.version, seen.well) == (12000, 1000, "4.10.0", False)
    told = status.lines("vps1", seen)
    assert told[0] == "vps1: Chatwoot 4.10.0; disk 12000 of 20000 MB free; memory 1000 of 2000 MB available"
    assert told[3] == "  !! demo-worker    running, unhealthy, 3 restarts  chatwoot/chatwoot:v4.10.0-ce"


@pytest.mark.parametrize("text", ["", "== containers\n== disk\n== memory\n== version\n\n== journal\n"])
def test_status_of_a_bare_host(text: str) -> None:
    seen = status.parse(text)
    assert not seen.well
    assert "does not answer" in status.lines("vps1", seen)[0]


def test_secrets_are_read_and_never_repeated() -> None:
    assert secrets.parse('{"A": "1"}', "vps1") == {"A": "1"}
    with pytest.raises(OperatorError, match=r"vps1: keeps no secrets yet\. Run apply first"):
        secrets.parse("", "vps1")
    with pytest.raises(OperatorError, match="damaged") as caught:
        secrets.parse('{"A": "s3cret"', "vps1")
    assert "s3cret" not in str(caught.value)


def test_the_kit_is_private_and_can_be_read_back(tmp_path: Path) -> None:
    file = tmp_path / "kit"
    text = secrets.kit(SETTINGS, {"B": "2=3", "A": "1", "PEM": "-\n-\n"}, datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    secrets.write(file, text)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "made 2026-01-02 03:04 UTC" in text
    assert brought(settings(secrets={"mode": "file", "file": str(file)}).secrets) == {
        "A": "1",
        "B": "2=3",
        "PEM": "-\n-\n",
    }
    with pytest.raises(OperatorError, match="cannot be written"):
        secrets.write(file, text)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("x" * 300, r"cannot be looked at \(File name too long\)\. Name another file"),
        ("~nosuchuser/kit", r"~nosuchuser/kit: this machine has no such user\. Write the path in full"),
        ("there", r"there: exists already\. Name a new file"),
    ],
)
def test_a_kit_that_cannot_be_written_is_told_before_anything_is_read(
    name: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (tmp_path / "there").write_text("")
    (tmp_path / "mine.py").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    parser = ArgumentParser()
    secrets.arguments(parser)
    arguments = parser.parse_args(["mine.py", "--kit", name])
    arguments.cwd = tmp_path
    with pytest.raises(OperatorError, match=sentence):
        secrets.run(arguments, [])


def test_verify_as_json() -> None:
    junit = """<testsuites><testsuite><testcase classname="a" name="t1" time="0.5"/>
    <testcase classname="a" name="t2" time="1"><failure message="no">x</failure></testcase>
    <testcase classname="a" name="t3" time="0"><skipped message="why"/></testcase></testsuite></testsuites>"""
    told = verify.summary(junit)
    assert (told["passed"], told["failed"], told["error"], told["skipped"], told["seconds"]) == (1, 1, 0, 1, 1.5)
    assert told["tests"][1] == {"test": "a::t2", "outcome": "failed", "message": "no", "seconds": 1.0}
    assert json.dumps(verify.summary(""))
