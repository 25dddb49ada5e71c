"""Side channel from the entry files to the wrapper: JSON lines in the file that CHATWOOT_DEPLOY_REPORT names.

pyinfra's own output says which operations ran; this says what they touch, in the words of this package.
Nothing secret is ever reported.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

VARIABLE = "CHATWOOT_DEPLOY_REPORT"
_told: dict[str, dict[str, None]] = defaultdict(dict)
_current: Callable[[], str] = str  # str() is "": nobody named the operations yet


@dataclass(frozen=True)
class Change:
    """One thing that changed, or would.

    operation: name of the pyinfra operation it belongs to; empty when it is told outside of one
    fields: what differs, a line each; secrets are not in it
    """

    subject: str
    what: str
    operation: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.subject}: {self.what}"


@dataclass(frozen=True)
class Report:
    """Everything reported by one run, by host."""

    changes: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))
    notices: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    handoffs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def name_operations(current: Callable[[], str]) -> None:
    """Install what tells the name of the operation that runs right now (this file knows no pyinfra)."""
    global _current
    _current = current


def requested() -> bool:
    """Does anybody read the report?"""
    return bool(os.environ.get(VARIABLE))


def change(host: str, subject: str, what: str, fields: Sequence[str] = ()) -> None:
    """Tell that something changes: ("vps1", "/opt/chatwoot/compose.yaml", "created").

    fields: what differs, a line each, without secrets
    """
    _told[host][f"{subject}: {what}"] = None
    if not _append(kind="change", host=host, subject=subject, what=what, operation=_current(), fields=list(fields)):
        print("\n".join([f"  ~ {subject}: {what}", *(f"      {each}" for each in fields)]), file=sys.stderr)


def told(host: str) -> list[str]:
    """Every change of a host that this process told of, in order, once each; for the host's journal."""
    return list(_told[host])


def notice(host: str, text: str) -> None:
    """Keep for --json what was already said to people when it was found."""
    _append(kind="notice", host=host, text=text)


def problem(host: str, text: str) -> None:
    """Tell what is wrong and how to mend it, in one sentence."""
    if not _append(kind="problem", host=host, text=text):
        print(f"  ! {host}: {text}", file=sys.stderr)


def number(host: str, key: str, value: float) -> None:
    """Tell a number; numbers of one key are not added up, the last one counts."""
    _append(kind="number", host=host, key=key, value=value)


def handoff(host: str, text: str) -> None:
    """Tell the operator where something is that he will want: URL, login, the token's file."""
    if not _append(kind="handoff", host=host, text=text):
        print(f"  > {text}", file=sys.stderr)


def read(path: Path) -> Report:
    """Everything in a report file; a line cut off by a killed run is left out."""
    report = Report()
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        host = entry["host"]
        if entry["kind"] == "change":
            each = Change(entry["subject"], entry["what"], entry["operation"], tuple(entry.get("fields", ())))
            # pyinfra runs an operation's code twice, in Prepare and in Execute.
            if each not in report.changes[host]:
                report.changes[host].append(each)
        elif entry["kind"] == "number":
            report.numbers[host][entry["key"]] = entry["value"]
        else:
            texts = {"notice": report.notices, "problem": report.problems, "handoff": report.handoffs}[entry["kind"]]
            if entry["text"] not in texts[host]:
                texts[host].append(entry["text"])
    return report


def _append(**entry: object) -> bool:
    path = os.environ.get(VARIABLE)
    if not path:
        return False
    # One write of one line in append mode: several hosts and processes cannot tear each other's lines.
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
    return True
