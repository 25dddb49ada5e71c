"""The tables behind the declared objects are those of the real schema: columns, types, defaults, indexes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract import recordings
from tests.contract.standin import StandIn
from tests.lacking import lacking

TABLES = (
    "automation_rules",
    "canned_responses",
    "categories",
    "channel_email",
    "channel_line",
    "channel_sms",
    "channel_telegram",
    "channel_twilio_sms",
    "channel_whatsapp",
    "custom_attribute_definitions",
    "custom_filters",
    "dashboard_apps",
    "integrations_hooks",
    "labels",
    "macros",
    "portals",
    "taggings",
    "tags",
    "team_members",
    "teams",
    "webhooks",
)
COLUMNS = """
SELECT relname, attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END,
       coalesce(pg_get_expr(adbin, adrelid), '')
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""
INDEXES = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
# Stops on the way up, and the database of a fresh installation.
LADDER = ("2.10.0", "3.5.2", "4.1.0", "4.10.0")


@pytest.fixture(scope="module")
def standin(root_fs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    """PostgreSQL and Redis with the application beside them; no web."""
    double = StandIn(root_fs, "4.10.0", tmp_path_factory.mktemp("schema"))
    try:
        double.install()
        double.start_servers()
        yield double
    finally:
        double.close()


def _recorded(version: str, name: str, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    folder = recordings.folder().parent / "schema" / version
    if not folder.is_dir():
        lacking(f"no recorded schema in {folder}: set CHATWOOT_RECORDINGS")
    with (folder / name).open(newline="") as lines:
        return {tuple(row[key] for key in columns) for row in csv.DictReader(lines) if row["table"] in TABLES}


def _live(standin: StandIn, statement: str, database: str) -> set[tuple[str, ...]]:
    rows = (tuple(line.split("|")) for line in standin.sql(statement, database).splitlines())
    return {row for row in rows if row[0] in TABLES}


def _same(standin: StandIn, version: str, database: str) -> None:
    columns = _recorded(version, "columns.csv", ("table", "column", "type", "nullable", "default"))
    assert _live(standin, COLUMNS, database) ^ columns == set()
    assert _live(standin, INDEXES, database) ^ _recorded(version, "indexes.csv", ("table", "definition")) == set()


@pytest.mark.parametrize("version", recordings.VERSIONS)
def test_fresh_tables(standin: StandIn, version: str) -> None:
    """What a release makes on an empty database."""
    standin.play(version)
    database = f"fresh_{version.replace('.', '_')}"
    assert standin.prepare(database) == ""
    _same(standin, version, database)


def test_upgraded_tables(standin: StandIn) -> None:
    """The same at the end of the way up from 2.10.0."""
    for version in LADDER:
        standin.play(version)
        assert standin.prepare("upgraded") == ""
    _same(standin, "4.10.0", "upgraded")
