"""Golden texts in tests/plan/site: what plan says, what apply does, what lies on the host afterwards."""

import os
from pathlib import Path

from deploy.report import Report
from tests.plan.run import Run
from tests.unit.test_chatwoot_client import TOKEN

FOLDER = Path(__file__).parent / "site"
SECRET = "Zz9secret"  # every secret that is made begins with it


def compare(name: str, text: str) -> None:
    """Against the golden text, in which no secret may stand; CHATWOOT_GOLDEN=write (make golden) writes it anew."""
    for secret in (SECRET, TOKEN, "PRIVATE KEY"):
        assert secret not in text
    path = FOLDER / f"{name}.txt"
    if os.environ.get("CHATWOOT_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


def told(run: Run, reported: Report) -> str:
    """Looks are named (?), commands stand as they are ($), steps in Python by their function (*)."""
    return "\n\n".join(["PLAN", *_plan(run, reported), "APPLY", *_apply(run)]) + "\n"


def files(run: Run) -> str:
    """What was written: content of what is the operating system's, for the stack the names."""
    parts = ["FILES"]
    for file in sorted((each for tree in run.world.trees.values() for each in tree.files), key=lambda each: each.path):
        shown = f"\n{file.content.rstrip()}" if file.path.startswith("/etc/") and not file.secret else ""
        parts.append(f"= {file.path} {file.mode} {file.owner}{' (secret)' if file.secret else ''}{shown}")
    return "\n\n".join(parts) + "\n"


def outcome(run: Run) -> str:
    """The operations by how they ended."""
    lists = (("DONE", run.done), ("FAILED", run.failed), ("NOT DONE", run.undone))
    return "\n".join(line for title, names in lists for line in (title, *(f"  {each}" for each in names))) + "\n"


def _plan(run: Run, reported: Report) -> list[str]:
    parts = [line for operation, line in run.looks[: run.planned] if not operation]
    for name in run.operations:
        changes = [f"  ~ {each}" for each in reported.changes["@fake/vps"] if each.operation == name]
        parts.append("\n".join([f"--> {name}", *changes]))
    return parts


def _apply(run: Run) -> list[str]:
    parts = []
    for name in run.operations:
        looks = [line for operation, line in run.looks[run.planned :] if operation == name]
        parts += [f"--> {name}", *looks, *(line for operation, line in run.commands if operation == name)]
    return parts
