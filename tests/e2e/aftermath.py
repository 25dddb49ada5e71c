"""What must be true after an upgrade that something happened to: nothing lost, the site healthy, the operator told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.e2e import markers, stack
from tests.e2e.markers import Markers, Sums
from tests.e2e.public import Public
from tests.e2e.site import Site
from tests.e2e.wrapper import Ran, planned
from tests.sandbox.deadline import wait_until

# What an upgrade that went on with the new schema may leave: which migrations ran is nobody's data.
_OF_MIGRATIONS = ("schema_migrations", "ar_internal_metadata")
# The rows of tests/bench/load.py, and nothing else.
FORGET_VISITORS = """
DELETE FROM messages WHERE content LIKE 'load-%';
DELETE FROM conversations WHERE contact_id IN (SELECT id FROM contacts WHERE name LIKE 'Load %');
DELETE FROM contact_inboxes WHERE contact_id IN (SELECT id FROM contacts WHERE name LIKE 'Load %');
DELETE FROM contacts WHERE name LIKE 'Load %';
"""


@dataclass(frozen=True)
class Before:
    """What a machine held before something went wrong."""

    site: Site
    written: Markers
    sums: Sums

    @classmethod
    def of(cls, site: Site) -> "Before":
        """Write markers, wait until nothing is on its way any more, and look at everything."""
        written = markers.insert(site)
        settled(site)
        return cls(site, written, markers.sums(site))

    def kept(self) -> None:
        """All that was there is there, unchanged; the schema may have grown."""
        self._found(self.sums.sums)

    def kept_beside_visitors(self) -> None:
        """The same when visitors wrote meanwhile: their rows are taken away first, and numbers went on."""
        settled(self.site)
        stack.sql(self.site, FORGET_VISITORS)
        self._found({name: value for name, value in self.sums.sums.items() if not name.startswith("sequence ")})

    def restored_beside_visitors(self) -> None:
        """As `restored`, when visitors wrote until the site was closed."""
        self.kept_beside_visitors()
        assert markers.sums(self.site).columns == self.sums.columns

    def restored(self) -> None:
        """The database is the same to the last column and sequence."""
        assert markers.missing(self.site, self.written) == []
        now = markers.sums(self.site)
        assert now.columns == self.sums.columns
        assert markers.changed(self.sums, now) == []

    def _found(self, wanted: Mapping[str, str]) -> None:
        assert markers.missing(self.site, self.written) == []
        now = markers.sums(self.site, self.sums)
        assert markers.changed(Sums(self.sums.columns, wanted), now, _OF_MIGRATIONS) == []


def settled(site: Site) -> None:
    """Wait until no job waits: what workers still write belongs to what was before."""

    def empty() -> bool:
        queues = stack.redis(site, "SMEMBERS", "queues").split()
        return all(stack.redis(site, "LLEN", f"queue:{name}") == "0" for name in queues)

    wait_until(empty, 60, f"the queues of {site.machine.name} to be empty", 0.5)


def runs(site: Site, version: str) -> None:
    """The site is healthy on a release, as `apply` would have it, and nothing of an upgrade is left around."""
    stack.wait(site)
    number = version.removesuffix("-ce")
    assert Public(site).version() == number
    containers = site.machine.run("docker ps -a --format '{{.Names}} {{.Image}}'").stdout.splitlines()
    assert not [each for each in containers if re.search("-next|-maintenance|-run-", each)], containers
    assert {each.split(":v")[-1] for each in containers if "chatwoot/chatwoot:v" in each} == {version}, containers
    declared = site.changed(site.folder / f"as-{number}", chatwoot={"version": version})
    assert "nothing to do" in planned(declared, 0)


def rolled_back(ran: Ran, step: str, *words: str) -> None:
    """The verb ends with 1 and says at which step it failed, why, and that all is as before.

    words: of the reason, or of the log that is shown with it
    """
    ran.must(1)
    text = " ".join(ran.text.split())
    for expected in (f"failed at step {step}", "Rolled back: the site runs", *words):
        assert expected in text, f"{expected!r} is not said\n{ran.tail}"
