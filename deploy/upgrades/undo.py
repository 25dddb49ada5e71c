"""The way back to the release before: by code alone where nothing is lost by it, else by the dump. Runs in Execute."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyinfra.api.host import Host

from deploy.backups import database, live
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.stack.compose import declared
from deploy.stack.published import opened
from deploy.stack.stages import Stages
from deploy.upgrades import (
    by_hand,
    closing,
    files,
    gate,
    images,
    kept_jobs,
    log,
    maintenance,
    stuck,
    views,
    web,
    workers,
)
from deploy.upgrades.journey import Journey, at
from deploy.upgrades.progress import Progress
from deploy.upgrades.route import Route
from deploy.upgrades.swap import Swap

_STEPS = 5
_HALT_SECONDS = 10


class Undo:
    """Back to `record.start`, from wherever the hop came to; itself begun again when it was cut.

    brought_back: has the operator said that the database on a server of his own is as it was before the hop?
    """

    def __init__(self, host: Host, journey: Journey, *, brought_back: bool = False) -> None:
        self.host, self.journey, self.record = host, journey, journey.record
        self.settings = at(journey.settings, self.record.start)
        self.brought_back = brought_back
        self._files_are_back = False
        self.progress = Progress(host, _STEPS)
        self.stages = Stages(host, self.settings.project, self.settings.root, self.settings.health.wait_seconds)

    def run(self) -> None:
        """Go back. The site ends on the release before, healthy.

        Raises OperatorError: where things stand when even that failed; the record then says `stuck`.
        """
        if self.record.step == "keep":  # nothing was touched yet
            self._note("undone")
            return
        images.ensure(self.host, log.folder(self.settings))
        if self.record.reached("open") and self.settings.postgres.embedded and not self.by_code():
            # While visitors are served, and before anything is touched: without room for it nothing is.
            database.prepare(self.host, self.settings, log.dump(self.settings))
        self._note("undoing")
        try:
            self._return()
        except OperatorError as error:
            self._note("stuck")
            raise OperatorError(stuck.told(self.settings, self.record, self._files_are_back, error)) from None
        self._note("undone")

    def _return(self) -> None:
        self.progress.step("the files of the release before come back")
        self._halt()
        files.put_back(self.host, self.settings.root, log.folder(self.settings))
        self._files_are_back = True
        services = declared(self._kept("compose.yaml"))
        route = Route(self.host, self.settings, self.journey.secrets, services["chatwoot"])
        if not self.brought_back and self.by_code():
            self._code(route, services["chatwoot"])
        else:
            self._restore(route)
        if self.record.replaced:
            # Here, where a run that was cut after the swap comes by too.
            database.grant(self.host, self.settings, log.dump(self.settings))
            database.settle(self.host, self.settings, *self.record.replaced)
        if not self.record.stop.safe:
            kept_jobs.forget(self.host, self.settings)
        self.progress.step("the database is marked as prepared by this release")
        self.stages.migrated()
        views.back(self.host, self.settings, self.record)
        views.fill(self.host, self.settings)

    def by_code(self) -> bool:
        """Is the old code enough? On a safe hop it serves the newer schema, and nothing written since is lost."""
        if self.record.stop.safe or not self.record.reached("migrate"):
            return True
        found = database.schema(self.host, self.settings)
        if found is None and self.record.reached("open"):
            # Not known is not changed: the dump would take away what visitors have written, and nobody said so.
            raise OperatorError("the database does not answer, so nobody can tell whether the schema changed")
        # A migration that failed half-way may have changed tables without leaving its number.
        return self.record.reached("web") and found is not None and found == self.record.schema

    def _code(self, route: Route, definition: Mapping[str, Any]) -> None:
        self.progress.step("the web of the release before takes over")
        if self.record.stop.safe or self.record.reached("open"):  # visitors are served at this moment
            Swap(self.host, self.settings, route, opened(self.settings, definition), self.progress).run()
            self.progress.step("worker and scheduler of the release before start")
            self._workers()
        else:
            self._behind(route)
        self.progress.step("everything is proven")
        self._gate(route)

    def _restore(self, route: Route) -> None:
        self.progress.step("the database comes back from the dump taken before")
        closing.shut(self.host, self.settings, route)
        closing.stop(self.host, self.settings)
        web.remove_beside(self.host, self.settings)
        if self.record.reached("open"):
            # Closed again: what is lost by the dump was said, and nothing is added to it any more. The jobs of those
            # days name rows whose numbers will be given to others.
            live.forget_jobs(self.host, self.settings)
            kept_jobs.forget(self.host, self.settings)
            self.record = self.record.at("gate")
            self._note("undoing")
        self._database()
        database.clear_cache(self.host, self.settings)
        kept_jobs.bring_back(self.host, self.settings, self.record.name)
        # As if it had never been migrated: a way back that is cut from here on must not restore again, since visitors
        # may have written by then.
        self.record = self.record.at("backup")
        self._note("undoing")
        self._behind(route)
        self.progress.step("everything is proven")
        self._gate(route)

    def _database(self) -> None:
        if self.settings.postgres.embedded:
            name = database.replaced(self.settings)
            # Noted before it is there: after a cut nobody can tell which of the databases beside the live one may go.
            self.record = replace(self.record, replaced=(*self.record.replaced, name))
            self._note("undoing")
            found = database.restore(self.host, self.settings, log.dump(self.settings), name)
            if found not in ("", name):
                # The script that came back with the files is of an older checkout, which makes the name itself.
                self.record = replace(self.record, replaced=(*self.record.replaced, found))
                self._note("undoing")
        elif not self.brought_back:
            raise OperatorError(by_hand.why(self.settings))

    def _behind(self, route: Route) -> None:
        """Start the old application while nobody reaches it."""
        if not route.ours:
            route.close()
        self.stages.healthy("web", ["chatwoot"])
        self.progress.step("worker and scheduler of the release before start")
        self._workers()

    def _workers(self) -> None:
        workers.stop(self.host, self.settings)
        database.clear_cache(self.host, self.settings)
        self.stages.healthy("worker and scheduler", list(workers.ROLES))

    def _gate(self, route: Route) -> None:
        gate.inside(self.host, self.settings, None)
        route.lead_to()
        if not route.ours:
            self.stages.healthy("web", ["chatwoot"])
        gate.outside(self.host, self.settings)
        maintenance.stop(self.host, self.settings)
        web.remove_beside(self.host, self.settings)

    def _halt(self) -> None:
        # Whoever gave up waiting for a migration has not ended it.
        name = shlex.quote(self.settings.container("migrate"))
        connection.must(
            self.host,
            f"! docker inspect {name} >/dev/null 2>&1 || docker stop -t {_HALT_SECONDS} {name} >/dev/null",
            "stopping the migration",
            timeout=_HALT_SECONDS + 60,
        )

    def _kept(self, name: str) -> str:
        path = shlex.quote(f"{self.settings.root}/{name}")
        return connection.must(self.host, f"cat {path}", f"reading {name}")

    def _note(self, state: Any) -> None:
        self.record = log.note(self.host, self.settings, replace(self.record, state=state))
