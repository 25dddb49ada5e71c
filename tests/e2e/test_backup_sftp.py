"""Backups to an SFTP server: the throw-away machine's own sshd, with the key of its root, as docs/backups.md has it."""

from pathlib import Path

import pytest

from tests.e2e.customers import Customers
from tests.e2e.refusal import said
from tests.e2e.site import Site
from tests.e2e.wrapper import run

_KEY = """
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cat /root/.ssh/id_ed25519.pub >> /root/.ssh/authorized_keys
ssh -o StrictHostKeyChecking=accept-new root@127.0.0.1 true
"""


@pytest.mark.full
def test_backup_over_sftp(spoiled: Site, tmp_path: Path) -> None:
    """Taken, read back and restored; without the key one sentence says what is out of reach."""
    site = spoiled.changed(tmp_path, backup={"repository": "sftp:root@127.0.0.1:/srv/backups/chat"})
    site.machine.run(_KEY)
    run("apply", site).must()
    customers = Customers(site)
    customers.come("Ana")
    run("backup", site, "--verify").must()
    customers.come("Late")
    run("restore", site, "--words", f"replace {site.machine.domain}").must()
    assert customers.there() == ["Ana"]
    site.machine.run("mv /root/.ssh/id_ed25519 /root/.ssh/away")
    said(run("backup", site).must(1), "refuses this host", "sftp:root@127.0.0.1")
