"""Views away for a migration and back, by the script itself on a real PostgreSQL; `docker exec` is a stub."""

from __future__ import annotations

import fcntl
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from deploy.upgrades import views
from tests.contract.standin import StandIn

_NUMBER = count(1)
MADE = """
CREATE TABLE accounts (id int PRIMARY KEY, flags int, gone int); INSERT INTO accounts VALUES (1, 2, 3);
CREATE SCHEMA reports; GRANT USAGE ON SCHEMA reports TO reporter;
CREATE VIEW reports."Flags ""of"" accounts" AS SELECT id, flags FROM accounts;
CREATE MATERIALIZED VIEW reports.filled AS SELECT * FROM reports."Flags ""of"" accounts";
CREATE UNIQUE INDEX filled_id ON reports.filled (id);
CREATE MATERIALIZED VIEW reports.empty AS SELECT flags FROM accounts WITH NO DATA;
CREATE VIEW over AS SELECT f.id FROM reports.filled f;
COMMENT ON VIEW over IS 'of all'; ALTER VIEW over OWNER TO reporter;
GRANT SELECT ON ALL TABLES IN SCHEMA reports TO reporter;
"""
NAMES = """SELECT string_agg(c.relname || ' ' || pg_get_userbyid(c.relowner), ', ' ORDER BY c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname IN ('public', 'reports') AND c.relname NOT LIKE 'pg_stat%'"""
ALL = 'Flags "of" accounts postgres, empty postgres, filled postgres, over reporter'


class Database:
    """One database of the server, with the script beside it."""

    def __init__(self, servers: StandIn, folder: Path) -> None:
        self.servers, self.name, self.folder = servers, f"views_{next(_NUMBER)}", folder / "upgrade"
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.break_psql("")
        servers.sql(f"CREATE DATABASE {self.name}")
        self.sql(MADE)

    def sql(self, text: str) -> str:
        """What psql answers, as superuser."""
        return self.servers.sql(text, self.name)

    def break_psql(self, when: str) -> None:
        """The connection of a psql whose input holds these words breaks half-way from now on; "": none does."""
        inside = shlex.join(self.servers.inside([]))
        half = f'head -c $((${{#input}} / 2)) <<< "$input" | {inside} "$@"; echo "FATAL: terminating" >&2; exit 2'
        cut = f"input=$(cat); case $input in *{shlex.quote(when)}*) {half};; esac\n" if when else ""
        feed = 'printf %s "$input" | ' if when else ""
        (self.bin / "docker").write_text(
            f'#!/bin/bash\nshift; [ "$1" = -i ] && i=1 && shift; shift\n'
            f'[ -n "$i" ] || exec {inside} "$@" < /dev/null\n{cut}{feed}{inside} "$@"\n'
        )
        (self.bin / "docker").chmod(0o755)

    def run(self, verb: str, hop: str = "hop 1") -> subprocess.CompletedProcess[str]:
        """Run the script as it is run on a host."""
        command, text = views.script("p-postgres", self.name, str(self.folder), verb, hop)
        return subprocess.run(
            ["bash", "-c", command],
            input=text,
            env={"WAIT": "1s", "PATH": f"{self.bin}:/usr/bin:/bin:/usr/sbin:/sbin", **self.servers.client()},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def told(self, verb: str, hop: str = "hop 1") -> list[str]:
        """What it says, when it ends well."""
        done = self.run(verb, hop)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    @property
    def files(self) -> list[str]:
        """What it has left on the host."""
        return sorted(each.name for each in self.folder.glob("*") if each.name != "views.lock")


@pytest.fixture
def database(servers: StandIn, tmp_path: Path) -> Database:
    servers.sql("DO $$ BEGIN CREATE ROLE reporter; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    return Database(servers, tmp_path)


def test_away_and_back_with_owners_grants_indexes_and_contents(database: Database) -> None:
    assert database.told("away") == []
    assert database.sql(NAMES) == ""
    database.sql("ALTER TABLE accounts ALTER flags TYPE bigint")  # refused while they are there
    assert database.told("back") == []
    assert database.sql(NAMES) == ALL
    assert database.sql("SELECT obj_description('over'::regclass)") == "of all"
    assert database.told("fill") == []
    assert database.sql("SELECT id, flags FROM reports.filled") == "1|2"
    assert database.sql("SELECT relispopulated FROM pg_class WHERE relname = 'empty'") == "f"  # as it was
    assert database.sql("SELECT count(*) FROM pg_indexes WHERE indexname = 'filled_id'") == "1"
    assert database.sql("SELECT has_table_privilege('reporter', 'reports.filled', 'SELECT')") == "t"
    assert database.files == []


def test_without_views_nothing_is_left(database: Database) -> None:
    database.sql("DROP SCHEMA reports CASCADE")
    for verb in ("away", "back", "fill"):
        assert database.told(verb) == []
    assert database.files == []


@pytest.mark.parametrize("before", [None, "hop 1"])
def test_cut_before_and_after_the_drop_and_done_again(database: Database, before: str | None) -> None:
    """A run that was cut between may be followed by views that somebody makes: none of either is lost."""
    database.told("away")
    database.sql("CREATE VIEW meanwhile AS SELECT id FROM accounts")
    database.told("away")
    assert database.sql(NAMES) == ""
    if before:
        database.told("back")
        database.told("away")
    assert database.told("back") == []
    assert database.sql(NAMES) == ALL.replace("over reporter", "meanwhile postgres, over reporter")


def test_what_the_new_schema_does_not_allow_is_told_and_kept(database: Database) -> None:
    database.sql("CREATE VIEW lost AS SELECT gone FROM accounts")
    database.told("away")
    database.sql("ALTER TABLE accounts DROP gone")
    assert database.told("back") == [
        'lost column "gone" does not exist',
        'lost relation "public.lost" does not exist',
    ]
    assert database.sql(NAMES) == ALL
    assert "SELECT gone" in (database.folder / "views-lost.sql").read_text()
    assert database.told("fill") == []
    assert database.files == ["views-lost.sql"]


@pytest.mark.parametrize("verb", ["away", "back", "fill"])
def test_a_connection_that_breaks_loses_nothing(database: Database, verb: str) -> None:
    """psql then ends without an ERROR."""
    order = ("away", "back", "fill")
    for each in order[: order.index(verb)]:
        database.told(each)
    database.break_psql({"away": "DO $drop$", "back": "CREATE MATERIALIZED", "fill": "REFRESH"}[verb])
    done = database.run(verb)
    assert (done.returncode, done.stdout) == (1 if verb != "away" else 2, "")
    database.break_psql("")
    for each in order[order.index(verb) :]:
        assert database.told(each) == []
    assert database.sql(NAMES) == ALL
    assert database.sql("SELECT id FROM over") == "1"
    assert database.files == []


def test_what_a_report_reads_for_long_stays(database: Database) -> None:
    with ThreadPoolExecutor() as pool:
        reads = pool.submit(database.sql, "BEGIN; SELECT * FROM over; SELECT pg_sleep(6)")
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        while database.servers.sql(waiting) == "0":
            time.sleep(0.1)
        stay = database.told("away")
        reads.result()
    assert stay == ['stays "reports"."Flags ""of"" accounts"', 'stays "reports"."filled"', 'stays "public"."over"']
    assert database.sql(NAMES) == ALL.replace("empty postgres, ", "")
    assert database.told("back") == []
    assert database.sql(NAMES) == ALL


def test_what_something_else_needs_stays(database: Database) -> None:
    database.sql("CREATE FUNCTION f() RETURNS SETOF reports.filled LANGUAGE sql AS 'SELECT * FROM reports.filled'")
    assert database.told("away") == ['stays "reports"."Flags ""of"" accounts"', 'stays "reports"."filled"']
    assert database.sql(NAMES) == 'Flags "of" accounts postgres, filled postgres'
    assert database.told("back") == []
    assert database.sql(NAMES) == ALL


def test_of_another_hop_nothing_is_made(database: Database) -> None:
    """Its upgrade was ended by hand: what is in the database is as the operator wants it."""
    database.told("away")
    database.sql("CREATE VIEW mine AS SELECT id FROM accounts")
    assert database.told("back", "hop 2") == []
    assert database.sql(NAMES) == "mine postgres"
    assert database.told("away", "hop 2") == [f"aside {database.folder}/views-lost.sql"]
    database.told("back", "hop 2")
    assert database.sql(NAMES) == "mine postgres"
    assert database.files == ["views-fill.sql", "views-lost.sql"]
    assert 'CREATE VIEW reports."Flags' in (database.folder / "views-lost.sql").read_text()


def test_a_name_that_the_release_takes_for_itself_keeps_its_owner(database: Database) -> None:
    database.sql("CREATE TABLE overtime (id int); CREATE VIEW overview AS SELECT t.id FROM overtime t")
    database.sql("CREATE VIEW mixed AS SELECT t.id FROM overtime t, over o")
    database.told("away")
    database.sql("CREATE TABLE over (id int)")
    assert database.told("back") == [
        "lost public.over is something of Chatwoot itself by now, and what reads it was left out"
    ]
    assert database.sql("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'over'") == "postgres"
    # The one that reads it is left out with it: it would read the table.
    assert database.sql(NAMES) == ALL.replace("over reporter", "overview postgres")
    assert "CREATE VIEW public.over" in (database.folder / "views-lost.sql").read_text()


def test_an_index_whose_name_is_taken_is_told(database: Database) -> None:
    database.told("away")
    database.sql("CREATE INDEX filled_id ON accounts (flags); ALTER TABLE accounts SET SCHEMA public")
    database.sql("CREATE TABLE reports.filled_id (id int)")
    assert database.told("back") == ['lost relation "filled_id" already exists']
    assert database.sql(NAMES) == ALL


def test_a_full_disk_loses_no_definition(database: Database) -> None:
    database.sql("CREATE VIEW lost AS SELECT gone FROM accounts")
    database.told("away")
    database.sql("ALTER TABLE accounts DROP gone")
    (database.folder / "views-lost.sql.new").mkdir()  # what cannot be written
    assert database.run("back").returncode != 0
    assert "SELECT gone" in (database.folder / "views.sql").read_text()
    (database.folder / "views-lost.sql.new").rmdir()
    assert database.told("back")
    assert "SELECT gone" in (database.folder / "views-lost.sql").read_text()


def test_a_run_that_was_cut_is_waited_for(database: Database) -> None:
    """Its script goes on beside the next one, which would take what comes back for what is there."""
    database.told("away")
    with (database.folder / "views.lock").open("a") as lock, ThreadPoolExecutor() as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)
        coming = pool.submit(database.told, "back")
        time.sleep(1)
        assert database.sql(NAMES) == ""
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert coming.result() == []
    assert database.sql(NAMES) == ALL
