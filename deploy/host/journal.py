"""The host's own record of every run that changed it: one JSON line each."""

import json
from collections.abc import Generator, Sequence

from pyinfra import host
from pyinfra.api import QuoteString, StringCommand, operation
from pyinfra.api.operation import OperationMeta

from deploy import report
from deploy.host import identity


@operation()
def note(state: str, verb: str, inputs: Sequence[OperationMeta] = ()) -> Generator[StringCommand]:
    """
    Append what this run changed to the journal; nothing when it changed nothing.

    + state: directory of secrets, journal and manifests on the host
    + verb: what was done
    + inputs: the operations of the run
    """
    changed = [each for each in inputs if (each.did_change() if each.is_complete() else each.will_change)]
    if not changed:
        host.noop("nothing to note")
        return
    line = json.dumps(
        {
            "verb": verb,
            "who": identity.who(),
            "when": identity.now(),
            "tool": identity.tool(),
            "changed": [_title(each) for each in changed],
            "details": report.told(host.name),
            "result": "ok",
        },
        ensure_ascii=False,
    )
    journal = QuoteString(f"{state}/journal.jsonl")
    yield StringCommand("umask 077; mkdir -p", QuoteString(state), "&& cat >>", journal, _stdin=line)


def _title(meta: OperationMeta) -> str:
    return ", ".join(sorted(host.state.get_op_meta(meta._hash).names))
