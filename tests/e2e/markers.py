"""Data whose fate is known: conversations made before an upgrade and found after it, and a sum over every table."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from tests.e2e import stack
from tests.e2e.public import Public
from tests.e2e.site import Site

# Told by the database itself, so that nothing is forgotten when a release brings a table.
_COLUMNS = """
SELECT json_object_agg(name, columns) FROM (
  SELECT c.relname AS name, json_agg(a.attname ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname) AS tables
"""
_SEQUENCES = "SELECT 'sequence ' || sequencename || '|' || coalesce(last_value::text, 'unused') FROM pg_sequences"


@dataclass(frozen=True)
class Markers:
    """Conversations by their number, each with the texts of its messages in order."""

    conversations: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Sums:
    """The content of a database.

    columns: of every table
    sums: table or sequence to a sum over its rows, or its last value
    """

    columns: Mapping[str, list[str]]
    sums: Mapping[str, str]


def insert(site: Site, conversations: int = 3, messages: int = 2) -> Markers:
    """Write conversations as a visitor and an agent would, through the public name."""
    public = Public(site)
    inbox = public.inbox("Orders")
    made: dict[int, tuple[str, ...]] = {}
    for _ in range(conversations):
        name = f"marker-{token_hex(6)}"
        contact = public.ask("POST", "contacts", {"inbox_id": inbox["id"], "name": name, "identifier": name})["payload"]
        source, person = contact["contact_inbox"]["source_id"], contact["contact"]["id"]
        body = {"source_id": source, "inbox_id": inbox["id"], "contact_id": person}
        number = int(public.ask("POST", "conversations", body)["id"])
        texts = tuple(f"{name} {count} Ñ 'quoted' \U0001f600" for count in range(messages))
        for text in texts:
            public.ask("POST", f"conversations/{number}/messages", {"content": text})
        made[number] = texts
    return Markers(made)


def missing(site: Site, markers: Markers) -> list[str]:
    """Conversations that do not read as they were written, through the public name."""
    public = Public(site)
    wrong = []
    for number, texts in markers.conversations.items():
        payload = public.ask("GET", f"conversations/{number}/messages")["payload"]
        found = tuple(each["content"] for each in payload)
        if found != texts:
            wrong.append(f"conversation {number}: {found} instead of {texts}")
    return wrong


def sums(site: Site, like: Sums | None = None) -> Sums:
    """A sum over all rows of every table, whatever their order, and where every sequence stands.

    like: an earlier look; only what was there then is summed up, so that added tables and columns do not count
    """
    columns: Mapping[str, list[str]] = json.loads(stack.sql(site, _COLUMNS))
    if like:
        kept = {name: [each for each in names if each in columns.get(name, [])] for name, names in like.columns.items()}
        columns = {name: names for name, names in kept.items() if names}
    queries = [_sum(name, names) for name, names in sorted(columns.items())]
    answer = stack.sql(site, ";\n".join([*queries, _SEQUENCES]) + ";")
    return Sums(columns, dict(line.split("|", 1) for line in answer.splitlines()))


def changed(before: Sums, after: Sums, apart_from: Iterable[str] = ()) -> list[str]:
    """Tables and sequences whose content is another one, or that are gone.

    apart_from: names that may differ
    """
    names = sorted(set(before.sums) - set(apart_from))
    found = [
        f"{name}: {before.sums[name]} -> {after.sums.get(name)}"
        for name in names
        if before.sums[name] != after.sums.get(name)
    ]
    dropped = [
        f"{table}.{column} is gone"
        for table, columns in before.columns.items()
        for column in columns
        if column not in after.columns.get(table, [])
    ]
    return [*found, *dropped]


def _sum(table: str, columns: list[str]) -> str:
    row = ", ".join(_quoted(each) for each in columns)
    line = f"md5(ROW({row})::text)"
    return (
        f"SELECT '{table}' || '|' || count(*) || ' rows ' || coalesce(md5(string_agg({line}, '' ORDER BY {line})), '') "  # noqa: S608
        f"FROM public.{_quoted(table)}"
    )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
