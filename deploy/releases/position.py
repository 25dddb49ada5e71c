"""Where an installation stands on the ladder. schema_migrations decides, not the version string (#11614)."""

from dataclasses import dataclass

from deploy.releases.entries import Release
from deploy.releases.installed import Installed
from deploy.releases.ladder import Ladder
from deploy.releases.version import Number, Version, parse, text


@dataclass(frozen=True)
class Position:
    """What version string and schema_migrations tell together.

    running: release of the running web, None when there is none
    reached: newest release whose schema is complete; None when that of no known release is
    start: release that a plan begins from: the running one if its schema is complete, else `reached`
    """

    running: Version | None
    reached: Release | None
    start: Number | None

    @property
    def behind(self) -> bool:
        """Does the running code wait for migrations that were not done?"""
        return self.running is not None and self.start is not None and self.start < self.running.number

    @property
    def ahead(self) -> bool:
        """Does the running code meet a schema that is newer than itself, as after a code-only rollback?"""
        return self.start is not None and self.reached is not None and self.start < self.reached.number


def locate(ladder: Ladder, installed: Installed) -> Position:
    """Read the position of an installation.

    Raises OperatorError when the version string is no release of Chatwoot.
    """
    running = parse(installed.version) if installed.version else None
    rows = installed.schema_versions
    newest = max((each.schema_version or "" for each in ladder.releases if each.schema_version in rows), default="")
    # The oldest release of that schema: which of several it was, only the version string could tell.
    reached = next((each for each in ladder.releases if newest and each.schema_version == newest), None)
    start = reached.number if reached else None
    below = ladder.floor(running.number) if running else None
    if running and below and below.schema_version in rows:
        start = running.number
    return Position(running, reached, start)


def brings(ladder: Ladder, rows: frozenset[str], number: Number) -> bool | None:
    """Has the migration into a release anything to do? None when its schema is unknown.

    rows: of schema_migrations before the hop
    """
    release, below, above = ladder.release(number), ladder.floor(number), ladder.above(number)
    if release:
        return release.schema_version not in rows
    if below and below.schema_version not in rows:
        return True
    # Between two releases of one schema there is no other.
    return False if below and above and below.schema_version == above.schema_version else None


def newer(ladder: Ladder, rows: frozenset[str], number: Number) -> str | None:
    """A row that a release cannot have brought: its database is that of a newer one."""
    release, above = ladder.release(number), ladder.above(number)
    newest = max(rows, default="")
    if release:
        return newest if newest > (release.schema_version or "") else None
    below = ladder.floor(number)
    if above is None or below is None or below.schema_version == above.schema_version:
        return newest if above and newest > (above.schema_version or "") else None
    return newest if newest >= (above.schema_version or "") else None


def notes(ladder: Ladder, installed: Installed, position: Position) -> tuple[str, ...]:
    """What is odd about the installation and stops nothing."""
    found = []
    running, reached, newest = position.running, position.reached, installed.newest
    if position.behind and running and reached:
        found.append(
            f"the running image is {running}, but its migrations are not complete: the newest row of "
            f"schema_migrations is {newest}, so the plan begins at {reached.version} [#11614]"
        )
    elif position.ahead and running and reached:
        found.append(
            f"the running image is {running}, but the schema is that of {reached.version} ({newest}), as after a "
            "rollback of the code alone"
        )
    if running is None:
        found.append("no web container tells which release ran last; schema_migrations alone does")
    bad = ladder.known_bad(text(running.number)) if running else None
    if bad:
        found.append(f"the running release {bad.version} is known bad: {bad.problem} [{bad.source}]")
    return tuple(found)
