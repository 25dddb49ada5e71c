"""What a backup, its verification and a restore cost with 100,000 conversations. Times and sizes are printed."""

from pathlib import Path

import pytest

from tests.bench import many
from tests.e2e import markers, stack
from tests.e2e.aftermath import Before
from tests.e2e.repository import Repository
from tests.e2e.site import Site
from tests.e2e.wrapper import run
from tests.sandbox.machine import Machine

CONVERSATIONS = 100_000


@pytest.mark.full
def test_backup_and_restore_of_many_conversations(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    """Restored over what was lost and written since, the database is that of the backup, to the last column."""
    bare = Site(tmp_path / "bare", machines[0])
    with Repository(tmp_path / "repository") as repository:
        site = bare.changed(tmp_path / "saved", backup={"repository": repository.address})
        run("apply", site).must()
        assert many.fill(site, CONVERSATIONS) >= CONVERSATIONS
        before = Before.of(site)
        size = int(stack.sql(site, "SELECT pg_database_size('chatwoot')"))
        first = run("backup", site).must()
        again = run("backup", site, "--verify", "--json").must()
        sent = sum(path.stat().st_size for path in repository.folder.rglob("*") if path.is_file())
        stack.sql(site, "DELETE FROM messages WHERE id % 2 = 0; UPDATE conversations SET status = 1;")
        markers.insert(site)  # which has to be gone afterwards
        restored = run("restore", site, "--words", f"replace {site.machine.domain}").must()
    before.restored()
    print(
        f"\n{CONVERSATIONS} conversations, {many.MESSAGES} messages each: database {size >> 20} MB, "
        f"repository {sent >> 20} MB after two backups\n"
        f"backup {first.seconds:.0f} s; second backup with verification {again.seconds:.0f} s; "
        f"restore {restored.seconds:.0f} s"
    )
