"""One hop of an upgrade, step by step; each step is noted before it begins and may be begun again. Runs in Execute."""

from contextlib import suppress
from dataclasses import replace

from pyinfra.api.host import Host

from deploy.backups import take
from deploy.chatwoot import runner
from deploy.errors import OperatorError
from deploy.host import identity
from deploy.stack.stages import Stages
from deploy.upgrades import (
    before,
    closing,
    files,
    gate,
    kept_jobs,
    log,
    maintenance,
    migration,
    queues,
    views,
    web,
    workers,
)
from deploy.upgrades.journey import Journey, at
from deploy.upgrades.progress import Progress
from deploy.upgrades.room import room_beside
from deploy.upgrades.swap import Swap

_DRAIN_SECONDS = 600
_AFTER_SECONDS = 3600  # the site serves meanwhile
_STEPS = {True: 6, False: 8}  # by safe


class Undrained(OperatorError):
    """The hop is done, proven and open to visitors; jobs that have to be done before the next one are left."""


class Hop:
    """The way to one release. `journey.record` tells how far an earlier run came."""

    def __init__(self, host: Host, journey: Journey) -> None:
        self.host, self.journey, self.settings = host, journey, journey.settings
        self.record = journey.record
        self.route = journey.route(host)
        self.progress = Progress(host, _STEPS[self.record.stop.safe])
        self.stages = Stages(host, self.settings.project, self.settings.root, self.settings.health.wait_seconds)
        self._left = () if self.record.last else self.record.stop.drain_after

    def look(self) -> None:
        """What has to be right before anything is touched, the record of an earlier upgrade included.

        Raises OperatorError.
        """
        if not self.record.reached("files"):
            before.sound(self.host, at(self.settings, self.record.start))
            before.repository(self.host, self.settings)
            # Visitors are served meanwhile.
            self._drain(self.record.stop.drain_first, _AFTER_SECONDS)
        if not self.record.stop.safe and not self.record.reached("close"):
            # Not behind the maintenance page: with the lock held, no timer begins another one from here on.
            take.idle(self.host, self.settings, self.progress.tell)
        if not self.record.reached("files"):
            # Last, and before the record: without room for it the upgrade before can still be undone.
            files.copy(self.host, self.settings.root, log.folder(self.settings))

    def run(self) -> None:
        """Go the whole way.

        Raises OperatorError at the step that failed; `record.step` names it. Undrained when nothing failed.
        """
        self._keep()
        if self.record.stop.safe:
            self._open()
        elif not self.record.reached("open"):
            self._closed()
        self._outside()
        self._after()
        self.record = log.note(self.host, self.settings, replace(self.record, state="done"))

    def _open(self) -> None:
        """Visitors are served all the time: this release's migrations do no harm to the old code."""
        self._backup()
        self._migrate()
        self._begin("web", "a new web takes over, without a failed request")
        Swap(self.host, self.settings, self.route, self.journey.web, self.progress).run(before=self._doors)
        self._begin("workers", "worker and scheduler are replaced")
        if not self.record.reached("gate"):  # by then nobody reads them any more
            self._drain(self.record.stop.drain_before)
        workers.roll(self.host, self.settings)
        self._gate()

    def _closed(self) -> None:
        """Behind the maintenance page, so that going back loses nothing that anybody wrote."""
        self._begin("close", "the maintenance page is shown; web, worker and scheduler stop")
        closing.shut(self.host, self.settings, self.route)
        # Behind the page, or visitors would go on filling the queues; by a worker that an earlier run has not stopped.
        if not self.record.reached("backup") and workers.running(self.host, self.settings):
            self._drain(self.record.stop.drain_before)
        if not self.record.reached("web"):
            closing.stop(self.host, self.settings)
        if not self.record.reached("migrate"):
            # Before the backup, and of the same moment: the way back wants both.
            kept_jobs.keep(self.host, self.settings, self.record.name)
        self._backup()
        self._migrate()
        self._begin("web", "the new web starts, not yet reached by visitors")
        self.stages.healthy("web", ["chatwoot"])
        self._doors(self.settings.container("chatwoot"))
        self._begin("workers", "worker and scheduler start")
        workers.roll(self.host, self.settings)
        self._gate()
        # Nobody adds to the queues now. When they are longer than that, nothing is wrong and nobody is kept out for it.
        with suppress(OperatorError):
            self._drain(self._left)
            self._left = ()

    def _after(self) -> None:
        """The next release must not meet these jobs; this one does them while it serves."""
        try:
            self._drain(self._left, _AFTER_SECONDS)
        except OperatorError as error:
            raise Undrained(str(error)) from None

    def _gate(self) -> None:
        self._begin("gate", "everything is proven: release, schema, doors, a job through each worker, the websocket")
        gate.inside(self.host, self.settings, self.record.stop.schema)

    def _outside(self) -> None:
        if not self.record.stop.safe:
            self._begin("open", "visitors are let in")
            self.route.lead_to()
            if not self.route.ours:
                self.stages.healthy("web", ["chatwoot"])
        gate.outside(self.host, self.settings)
        maintenance.stop(self.host, self.settings)
        if not self.record.stop.safe:
            kept_jobs.forget(self.host, self.settings)
        self.stages.recorded(tuple({each["image"]: None for each in self.journey.definitions.values()}))
        views.fill(self.host, self.settings)

    def _keep(self) -> None:
        self._begin("keep", f"upgrade from {self.record.start} to {self.record.stop.version}: the files change")
        if not self.record.reached("files"):
            files.keep(self.host, log.folder(self.settings))
        self._begin("files")
        files.write(self.host, self.journey.tree)

    def _backup(self) -> None:
        if self.record.reached("migrate"):
            return  # of an earlier run: what is in the database now is no longer the release before
        self._begin("backup", "a backup is taken")
        # Of a run that was cut when they had just gone: the dump has to have them.
        views.back(self.host, self.settings, self.record)
        taken = take.take(self.host, self.settings, "upgrade", keep_dump=log.dump(self.settings))
        self.progress.tell(f"backup {taken.snapshot[:8]}: {taken.bytes / 1e6:.1f} MB in {taken.seconds:.0f} s")
        changing = not self.record.stop.safe or taken.schema_version != self.record.stop.schema
        if changing and self.settings.postgres.embedded:
            # For the way back, which nothing can make once the schema has changed; and a migration on a disk that is
            # full by now would stop the database under the old web as well.
            room_beside(self.host, log.dump(self.settings))
        if taken.schema_version != self.record.stop.schema:
            # Before the migration is noted: whatever is wrong with them is no reason to restore.
            views.away(self.host, self.settings, self.record)
        self.record = replace(self.record, schema=taken.schema_version, before=identity.now())

    def _migrate(self) -> None:
        self._begin("migrate", "the database is migrated")
        migration.run(self.host, self.settings, self.stages, self.journey.definitions["migrate"])
        gate.current(self.host, self.settings, self.record.stop.schema)
        views.back(self.host, self.settings, self.record)

    def _doors(self, container: str) -> None:
        """Before visitors reach a release: what its rules make of the stored settings."""
        web.prove(self.host, self.settings, container)
        if not gate.shut(self.host, self.settings):
            return
        self.progress.tell("the stored settings would open a door in this release: bootstrapping first")
        hidden = self.journey.secrets.hidden
        passwords = (hidden("ADMIN_PASSWORD"), hidden("SERVICE_PASSWORD"))
        runner.store(self.host, self.settings, *passwords, container=container)
        still = gate.shut(self.host, self.settings)
        if still:
            raise OperatorError("; ".join(still))

    def _drain(self, names: tuple[str, ...], seconds: int = _DRAIN_SECONDS) -> None:
        if names:
            self.progress.tell(f"waiting until queues are empty: {', '.join(names)}")
            queues.drained(self.host, self.settings, names, seconds, self.progress.tell)

    def _begin(self, step: str, what: str = "") -> None:
        # A later run goes through the steps before without taking the record back.
        if not self.record.reached(step):
            self.record = self.record.at(step)
        self.record = log.note(self.host, self.settings, self.record)
        if what:
            self.progress.step(f"{step}: {what}")
