"""The record of an upgrade on the host, written before each step. Runs in Execute."""

import json
import shlex
from dataclasses import replace

from pyinfra.api.host import Host

from deploy.backups import cut
from deploy.host import connection, identity, lock
from deploy.releases import record as records
from deploy.releases.record import Record
from deploy.settings.settings import Settings


def folder(settings: Settings) -> str:
    """Directory of the record, of the kept tree and of the kept dump."""
    return f"{settings.state}/upgrade"


def dump(settings: Settings) -> str:
    """Directory of the dump that was taken before the hop."""
    return f"{folder(settings)}/before"


def note(host: Host, settings: Settings, record: Record) -> Record:
    """Write the record, whole or not at all, and give it back.

    Raises OperatorError.
    """
    noted = replace(record, who=identity.who(), when=record.when or identity.now())
    put(host, settings, records.text(noted))
    return noted


def put(host: Host, settings: Settings, text: str) -> None:
    """Let the record be this line of JSON, as long as this run holds the lock.

    Raises OperatorError.
    """
    there = shlex.quote(folder(settings))
    connection.must(
        host,
        f"set -e; {lock.guard(host, settings.state)}umask 077; mkdir -p {there}; cd {there}; "
        # The directory too: after a power cut an older step would take the backup again, of a half-migrated database.
        "cat > record.new; sync record.new; mv -fT record.new record.json; sync .",
        "writing the record of the upgrade",
        stdin=text,
    )


def standing(host: Host, settings: Settings) -> tuple[str, str]:
    """The record, and the mark of a restore that was cut, as the host has them at this moment; empty without one.

    Raises OperatorError.
    """
    record, mark = shlex.quote(f"{folder(settings)}/record.json"), shlex.quote(cut.path(settings))
    told = connection.must(
        host, f"! test -e {record} || cat {record}; ! test -e {mark} || cat {mark}", "reading the record of the upgrade"
    ).splitlines()
    records = [each for each in told if each.startswith("{")]
    marks = [each for each in told if each and not each.startswith("{")]
    return "".join(records), "".join(marks)


def journal(host: Host, settings: Settings, verb: str, details: list[str], result: str) -> None:
    """Append one line to the host's journal; a failed upgrade stands there too.

    result: ok, or what came of it
    """
    line = json.dumps(
        {
            "verb": verb,
            "who": identity.who(),
            "when": identity.now(),
            "tool": identity.tool(),
            "changed": [verb],
            "details": details,
            "result": result,
        },
        ensure_ascii=False,
    )
    path = shlex.quote(f"{settings.state}/journal.jsonl")
    connection.must(host, f"umask 077; cat >> {path}", "writing the journal", stdin=line + "\n")
