"""Backups and restores as pyinfra operations; each is one step in Execute, done by the script on the host."""

from collections.abc import Generator

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import cut, database, kit, live, script
from deploy.host import connection
from deploy.host.steps import step
from deploy.settings.settings import Settings


@operation()
def take(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Back up database, uploads, secrets and rendered files.

    + settings: the checked declaration
    """
    yield step(_take, settings)


@operation()
def verify(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Read the newest backup back and compare it with what was sent.

    + settings: the checked declaration
    """
    yield step(_verify, settings)


@operation()
def check(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Check the repository, and free what forgotten backups took.

    + settings: the checked declaration
    """
    yield step(_check, settings)


@operation()
def prepare(settings: Settings, directory: str) -> Generator[PyinfraCommand]:
    """
    Restore the fetched dump into a database beside the live one, and compare it with its description.

    + settings: the checked declaration
    + directory: of the fetched dump
    """
    report.change(host.name, f"database {settings.postgres.database}", "restored beside the live one")
    yield step(database.prepare, settings, directory)


@operation()
def close(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Close the site and stop everything that writes.

    + settings: the checked declaration
    """
    report.change(host.name, "site", "closed")
    yield step(live.close, settings)


@operation()
def replace(settings: Settings, directory: str) -> Generator[PyinfraCommand]:
    """
    Let the restored database and the fetched uploads take their places; forget what Redis still has of the old ones.

    + settings: the checked declaration
    + directory: of the fetched dump
    """
    report.change(host.name, f"database {settings.postgres.database}", "replaced")
    yield step(_replace, settings, directory)


@operation()
def finish(settings: Settings, mark: str) -> Generator[PyinfraCommand]:
    """
    Forget the jobs of a database that was replaced by a restore which was cut right then.

    + settings: the checked declaration
    + mark: what that restore has left on the host, empty without one
    """
    if not mark:
        host.noop("no restore was cut here")
        return
    report.change(host.name, "restore", "one that was cut is finished")
    yield step(cut.finish, settings, mark)


@operation()
def settle(settings: Settings) -> Generator[PyinfraCommand]:
    """
    Drop the replaced database and what was fetched: the site is proven.

    + settings: the checked declaration
    """
    yield step(_settle, settings)


def remind(on: Host, settings: Settings) -> None:
    """Tell the operator when a lost host would be a lost installation."""
    lacking = kit.lacking(connection.run(on, kit.asking(settings)).stdout)
    if lacking:
        report.problem(on.name, lacking)


def _take(on: Host, settings: Settings) -> None:
    found = script.call(on, settings, "run")
    report.change(on.name, "backup", f"snapshot {found['snapshot']} of {found['bytes']} bytes in {found['seconds']} s")
    remind(on, settings)


def _verify(on: Host, settings: Settings) -> None:
    found = script.call(on, settings, "verify")
    what = f"{found['tables']} tables and {found['files']} files are as sent, {found['seconds']} s"
    report.change(on.name, f"backup {found['snapshot']}", f"verified: {what}")


def _check(on: Host, settings: Settings) -> None:
    found = script.call(on, settings, "check")
    report.change(on.name, "repository", f"sound, {found['seconds']} s")


def _replace(on: Host, settings: Settings, directory: str) -> None:
    # Files first: they are named by no row yet, and stay harmless when the run is cut here.
    script.call(on, settings, "uploads", directory)
    cut.begin(on, settings)
    database.swap(on, settings)
    database.clear_cache(on, settings)
    live.forget_jobs(on, settings)
    cut.end(on, settings)


def _settle(on: Host, settings: Settings) -> None:
    database.settle(on, settings)
    script.call(on, settings, "discard")
