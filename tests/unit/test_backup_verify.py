"""What does not verify: a dump, keys, an upload or rows other than those described; by the script itself."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.unit.test_backup_fetched import ANA, host
from tests.unit.test_backup_script import Host

__all__ = ["host"]  # the fixture

META = """\
{
  "schema_version": "20260114201315",
  "tables": {
    "contacts": 2,
    "conversations": 6
  }
}
"""


def snapshot(host: Host) -> Path:
    return host.folder / "snapshots" / ANA


def refused(host: Host, words: str) -> None:
    done = host.run("fetch", ANA, "--who", "ana@laptop")
    assert done.returncode == 1
    assert words in done.stderr


def test_a_dump_that_changed_by_one_byte(host: Host) -> None:
    dump = snapshot(host) / "state/backup/current/database.dump"
    dump.write_bytes(b"X" + dump.read_bytes()[1:])
    refused(host, f"the dump in snapshot {ANA} is not the one that was made")


def test_keys_that_are_not_the_dump_s(host: Host) -> None:
    store = snapshot(host) / "state/backup/current/secrets.json"
    text = store.read_text()
    key = json.loads(text)["SECRET_KEY_BASE"]
    store.write_text(text.replace(key, f"another{key}"))
    refused(host, "[encryption-keys-lost]")


@pytest.mark.parametrize("gone", [True, False])
def test_an_upload_that_is_missing_or_changed(host: Host, gone: bool) -> None:
    upload = snapshot(host) / f"volume/of-{ANA}"
    sums = f"{hashlib.sha256(upload.read_bytes()).hexdigest()}  ./of-{ANA}\n"
    (snapshot(host) / "state/backup/current/storage.sha256").write_text(sums)
    assert host.run("fetch", ANA, "--who", "ana@laptop").returncode == 0
    upload.unlink() if gone else upload.write_text("other")
    refused(host, f"uploads in snapshot {ANA} are missing or damaged: ")


@pytest.mark.parametrize(
    ("counts", "version", "told"),
    [
        ("contacts|2\nconversations|6", "20260114201315", ""),
        (
            "contacts|2\nconversations|5",
            "20260114201315",
            "< conversations|6 > conversations|5 (< described",
        ),
        ("contacts|2", "20260114201315", "< conversations|6"),
        ("contacts|2\nconversations|6", "20250101000000", "the restored schema is 20250101000000"),
    ],
)
def test_rows_and_schema_are_those_of_the_description(host: Host, counts: str, version: str, told: str) -> None:
    (host.folder / "meta.json").write_text(META)
    ask = f'ask() {{ local q; q=$(cat); [ "$q" = "$SCHEMA" ] && echo {version} || printf \'{counts}\\n\'; }}'
    done = host.parts(f"{ask}\ncompare {host.folder}/meta.json ask")
    assert done.returncode == bool(told)
    assert told in done.stderr
