"""The tables behind the declared objects are those of the real schema: columns, types, defaults, indexes."""

from __future__ import annotations

import csv
import json

import pytest

from deploy.settings.installation import KEPT, ROWS
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


def _recorded(version: str, name: str, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    folder = recordings.folder().parent / "schema" / version
    if not folder.is_dir():
        lacking(f"no recorded schema in {folder}: set CHATWOOT_RECORDINGS")
    with (folder / name).open(newline="") as lines:
        return {tuple(row[key] for key in columns) for row in csv.DictReader(lines) if row["table"] in TABLES}


def _live(servers: StandIn, statement: str, database: str) -> set[tuple[str, ...]]:
    rows = (tuple(line.split("|")) for line in servers.sql(statement, database).splitlines())
    return {row for row in rows if row[0] in TABLES}


def _same(servers: StandIn, version: str, database: str) -> None:
    columns = _recorded(version, "columns.csv", ("table", "column", "type", "nullable", "default"))
    assert _live(servers, COLUMNS, database) ^ columns == set()
    assert _live(servers, INDEXES, database) ^ _recorded(version, "indexes.csv", ("table", "definition")) == set()


@pytest.mark.parametrize("version", recordings.VERSIONS)
def test_fresh_tables(servers: StandIn, version: str) -> None:
    """What a release makes on an empty database."""
    servers.play(version)
    database = f"fresh_{version.replace('.', '_')}"
    assert servers.prepare(database) == ""
    _same(servers, version, database)


def test_upgraded_tables(servers: StandIn) -> None:
    """The same at the end of the way up from 2.10.0."""
    for version in LADDER:
        servers.play(version)
        assert servers.prepare("upgraded") == ""
    _same(servers, "4.10.0", "upgraded")


def test_rows_of_settings_that_a_declaration_may_name() -> None:
    files = [
        recordings.folder().parent / "schema" / version / "installation_configs.json" for version in recordings.VERSIONS
    ]
    if not all(each.exists() for each in files):
        lacking(f"no recorded rows in {files[0].parent}: set CHATWOOT_RECORDINGS")
    assert {each["name"] for file in files for each in json.loads(file.read_text())} == ROWS
    assert KEPT <= ROWS
