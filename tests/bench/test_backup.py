"""What a backup, its verification and a restore cost with 100,000 conversations. Times and sizes are printed."""

from pathlib import Path

import pytest

from tests.e2e import stack
from tests.e2e.repository import Repository
from tests.e2e.site import Site
from tests.e2e.wrapper import run
from tests.sandbox.machine import Machine

CONVERSATIONS = 100_000
_FILL = f"""
INSERT INTO contacts (name, account_id, email, created_at, updated_at)
  SELECT 'Customer ' || i, 1, 'customer' || i || '@example.com', now(), now()
  FROM generate_series(1, {CONVERSATIONS} / 5) i;
INSERT INTO conversations (account_id, inbox_id, contact_id, created_at, updated_at)
  SELECT 1, 1, (SELECT min(id) FROM contacts) + i % ({CONVERSATIONS} / 5), now(), now()
  FROM generate_series(1, {CONVERSATIONS}) i;
INSERT INTO messages (content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at)
  SELECT 'Message ' || n || ' ' || md5(c.id::text || n) || md5(n || c.id::text), 1, 1, c.id, n % 2, now(), now()
  FROM conversations c, generate_series(1, 5) n;
"""  # noqa: S608 - made of constants
_CHECKSUM = "SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) FROM {} t"
_TABLES = ("contacts", "conversations", "messages", "users", "accounts")


@pytest.fixture
def filled(machines: tuple[Machine, Machine], tmp_path: Path) -> Site:
    """The first machine, provisioned, with its conversations."""
    site = Site(tmp_path / "site", machines[0])
    run("apply", site).must()
    stack.sql(site, _FILL)
    return site


def checksums(site: Site) -> dict[str, str]:
    """Rows and content of the tables that a customer would miss."""
    return {table: stack.sql(site, _CHECKSUM.format(table)) for table in _TABLES}


@pytest.mark.full
def test_backup_and_restore_of_many_conversations(filled: Site, tmp_path: Path) -> None:
    before = checksums(filled)
    assert before["conversations"].startswith(f"{CONVERSATIONS}|")
    size = int(stack.sql(filled, "SELECT pg_database_size('chatwoot')"))
    with Repository(tmp_path / "repository") as repository:
        site = filled.changed(tmp_path / "saved", backup={"repository": repository.address})
        run("apply", site).must()
        first = run("backup", site).must()
        again = run("backup", site, "--verify", "--json").must()
        sent = sum(path.stat().st_size for path in repository.folder.rglob("*") if path.is_file())
        stack.sql(site, "DELETE FROM messages WHERE id % 2 = 0; UPDATE conversations SET status = 1;")
        restored = run("restore", site, "--words", f"replace {site.machine.domain}").must()
    assert checksums(site) == before
    print(
        f"\n{CONVERSATIONS} conversations, {5 * CONVERSATIONS} messages: database {size >> 20} MB, "
        f"repository {sent >> 20} MB after two backups\n"
        f"backup {first.seconds:.0f} s; second backup with verification {again.seconds:.0f} s; "
        f"restore {restored.seconds:.0f} s"
    )
