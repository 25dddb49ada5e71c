"""What the replay leaves out, each with its reason. An entry that no case needs any more fails a test."""

from __future__ import annotations

from fnmatch import fnmatch

from tests.contract.recordings import Case

HISTORY = "depends on objects that other recorded files created (agents, teams, bots, WhatsApp contacts)"

# Pattern "version/file/case" -> reason. Not sent at all.
SKIPPED = {
    "*/conversations/show-pending-because-of-bot": HISTORY,
    "*/conversations/bot-hands-off": HISTORY,
    "*/conversations/list-paged-*": "pages of conversations that an unrecorded run created",
    "*/messages/list-page-*": "pages of messages that an unrecorded run created",
}

# Pattern "version/file/case path" -> reason. Sent, but this part of the answer is not compared.
NOT_COMPARED = {
    "*/messages/filter-internal $.payload": "its 20 messages come from an unrecorded run",
}


def _name(case: Case) -> str:
    return f"{case.version}/{case.file}/{case.name}"


def reason(case: Case) -> str:
    """Why a case is not replayed, empty when it is."""
    if case.artifact:
        return "an artifact of the recording run, no contract"
    return next((why for pattern, why in SKIPPED.items() if fnmatch(_name(case), pattern)), "")


def ignored(case: Case) -> list[str]:
    """Paths into the answer that are not compared."""
    found = []
    for pattern in NOT_COMPARED:
        name, _, path = pattern.partition(" ")
        if fnmatch(_name(case), name):
            found.append(path)
    return found


def unused(cases: list[Case]) -> list[str]:
    """Entries that fit no case."""
    names = [_name(case) for case in cases]
    patterns = [*SKIPPED, *(item.partition(" ")[0] for item in NOT_COMPARED)]
    return [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in names)]
