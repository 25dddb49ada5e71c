"""What an export writes of objects that are made up."""

import ast
from typing import Any

from deploy.objects.export import Exporter
from deploy.objects.found_secrets import FoundSecrets
from deploy.objects.kind import Live
from deploy.objects.registry import by_noun
from deploy.verbs import export, exporting

EVIL = 'x"\n\nimport os\r\n\x00\x1b[2J\x85os\u2028os\u2029"""\\ \ud800 \u202e \U0001f600 é'
HOOK = {"type": "api", "name": "Shop"}


def live(noun: str, number: int = 1, **fields: Any) -> Live:
    """A live object with these fields."""
    kind = by_noun(noun)
    return Live(kind.key(fields), number, fields, {})


def lines(
    *objects: tuple[str, Live],
    release: Any = (4, 10, 0),
    secrets: FoundSecrets | None = None,
    name: str = "Acme",
    admin: str = "",
) -> list[str]:
    """An account with these objects."""
    writer = Exporter(name, 7, release, secrets or FoundSecrets(), (), admin)
    return writer.lines([(by_noun(noun), [each]) for noun, each in objects])


def text(*accounts: list[str]) -> str:
    """The whole file."""
    found = exporting.Found(list(accounts), FoundSecrets())
    return export._text(found, EVIL)


def data(*accounts: list[str]) -> Any:
    """What the whole file declares."""
    (statement,) = ast.parse(text(*accounts)).body[1:]
    assert isinstance(statement, ast.Assign)
    return ast.literal_eval(statement.value)
