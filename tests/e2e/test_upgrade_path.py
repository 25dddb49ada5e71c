"""The whole way of an old installation in one command, with reports of the operator's own over its tables."""

import re
from pathlib import Path

import pytest

from tests.e2e import markers, stack, transcript
from tests.e2e.aftermath import rolled_back, runs
from tests.e2e.releases import LADDER, MENDED, UNSAFE, release, upgrade
from tests.e2e.site import Site
from tests.e2e.wrapper import run

pytestmark = [pytest.mark.full, pytest.mark.standin]

READ = ["csml-bots", "portal-members", "auto-resolve-minutes", "database-over-environment"]
# Migrations of the way change the type of both columns (20250416182131, 20251119093102) and drop the third
# (20230426130150): PostgreSQL refuses each as long as the view is there.
VIEWS = """
CREATE ROLE reporter; GRANT CONNECT ON DATABASE chatwoot TO reporter;
CREATE SCHEMA reports; GRANT USAGE ON SCHEMA reports TO reporter;
CREATE VIEW reports."Flags of accounts" AS SELECT id, feature_flags FROM accounts;
CREATE MATERIALIZED VIEW reports.talks AS
  SELECT c.id, f.feature_flags FROM conversations c JOIN reports."Flags of accounts" f ON f.id = c.account_id;
CREATE UNIQUE INDEX ON reports.talks (id);
CREATE VIEW reports.hooks AS SELECT url, (SELECT count(*) FROM reports.talks) AS talks FROM webhooks;
CREATE VIEW reports.dropped AS SELECT settings_flags FROM accounts;
GRANT SELECT ON ALL TABLES IN SCHEMA reports TO reporter; ALTER VIEW reports."Flags of accounts" OWNER TO reporter;
GRANT SELECT ON accounts TO reporter;
"""
NAMES = "SELECT string_agg(relname, ', ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'reports'::regnamespace"
ASKED = 'SET ROLE reporter; SELECT count(*) FROM reports.talks; SELECT count(*) FROM reports."Flags of accounts"'


def test_from_2_10_in_one_command(bare: Site, tmp_path: Path) -> None:
    """Rehearsed, by way of 3.5.2 and 4.1.0, and one hop back: conversations and reports are there."""
    bare.machine.reset()
    old = bare.changed(tmp_path / "old", chatwoot={"version": "2.10.0-ce", "acknowledged": READ})
    run("apply", old).must()
    transcript.note(old)
    written = markers.insert(old)
    stack.sql(old, VIEWS)
    ran = run("upgrade", old, "--to", "4.10.0-ce", "--rehearse").must()
    transcript.note(old)
    text = " ".join(ran.text.split())
    assert 'not every view could be made again: column "settings_flags" does not exist' in text, ran.tail
    print(f"2.10.0 to 4.10.0, rehearsed: {ran.seconds:.0f} s")
    site = old.changed(tmp_path / "new", chatwoot={"version": "4.10.0-ce"})
    runs(site, "4.10.0-ce")
    assert markers.missing(site, written) == []
    _readable(site)
    state = site.machine.run(f"ls {site.state}/upgrade").stdout.split()
    assert "views-lost.sql" in state
    assert "views.sql" not in state

    wanted = re.search('--words "([^"]+)"', " ".join(run("rollback", site).must(1).text.split()))
    assert wanted
    run("rollback", site, "--words", wanted[1]).must()
    runs(site, "4.1.0-ce")
    assert markers.missing(site, written) == []
    _readable(site)
    bare.machine.reset()


def test_a_later_hop_fails(bare: Site, tmp_path: Path) -> None:
    """The hops before it are done and stay; the verb goes on from there to a release that works."""
    bare.machine.reset()
    chatwoot = {"version": "3.5.2-ce", "acknowledged": READ, "ladder": str(LADDER)}
    old = bare.changed(tmp_path / "old", chatwoot=chatwoot)
    run("apply", old).must()
    transcript.note(old)
    written = markers.insert(old)
    with release(UNSAFE, "migrate_half") as version:
        rolled_back(upgrade(old, version), "migrate", "migrate_half was asked for", "the site runs 4.1.0-ce and is")
    runs(old, "4.1.0-ce")
    assert markers.missing(old, written) == []
    with release(MENDED) as version:
        upgrade(old, version).must()
        runs(old, version)
    assert markers.missing(old, written) == []
    bare.machine.reset()


def _readable(site: Site) -> None:
    """The report's role connects and sees what it saw."""
    names = stack.sql(site, NAMES).split(", ")
    assert [each for each in names if not each.endswith("_idx")] == ["Flags of accounts", "hooks", "talks"]
    assert [int(each) > 0 for each in stack.sql(site, ASKED).split()] == [True, True]
    assert stack.sql(site, "SELECT string_agg(viewname, ',') FROM pg_views WHERE viewowner = 'reporter'") == (
        "Flags of accounts"
    )
    assert stack.sql(site, "SELECT has_database_privilege('reporter', 'chatwoot', 'CONNECT')") == "t"
