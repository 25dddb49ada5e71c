"""The embedded database moves to another PostgreSQL major, step by step; each step is noted before it begins and may be
begun again. Runs in Execute."""

import time
from dataclasses import dataclass, field
from typing import Any

from pyinfra.api.host import Host

from deploy import report
from deploy.backups import database, take
from deploy.files.rendered import Tree
from deploy.host import identity
from deploy.releases import major
from deploy.releases.major import Move
from deploy.settings.settings import Settings
from deploy.stack.compose import declared
from deploy.stack.secrets import Secrets
from deploy.stack.services import image, images
from deploy.stack.stages import Stages
from deploy.upgrades import before, closing, cluster, files, gate, kept_jobs, log, maintenance, web, workers
from deploy.upgrades.progress import Progress
from deploy.upgrades.route import Route

_STEPS = 10
_TAG = "postgres"


@dataclass(frozen=True)
class Relocation:
    """A move with everything that is rendered for it.

    settings: the declaration with the new major
    trees: the stack's and the backup's files for it
    """

    settings: Settings
    secrets: Secrets = field(repr=False)
    trees: tuple[Tree, Tree] = field(repr=False)
    move: Move

    @property
    def definitions(self) -> dict[str, dict[str, Any]]:
        """The services of the rendered Compose file; but for the database's they are those of before."""
        return declared(self.trees[0].files[0].content)

    def route(self, host: Host) -> Route:
        """The site's route."""
        return Route(host, self.settings, self.secrets, self.definitions["chatwoot"])


class Major:
    """The way to the new major."""

    def __init__(self, host: Host, relocation: Relocation) -> None:
        self.host, self.relocation, self.settings = host, relocation, relocation.settings
        self.move = relocation.move
        self.route = relocation.route(host)
        self.progress = Progress(host, _STEPS)
        self.stages = Stages(host, self.settings.project, self.settings.root, self.settings.health.wait_seconds)

    def run(self) -> None:
        """Go the whole way.

        Raises OperatorError at the step that failed; `move.step` names it.
        """
        cluster.able(self.host, self.settings, image(self.settings, "postgres"))
        if not self.move.reached("close"):
            # Before the record: what is wrong already would end the move behind the page, and its way back too.
            before.sound(self.host, self.settings)
            before.repository(self.host, self.settings)
        if not self.move.reached("open"):
            self._keep()
            closed = time.monotonic()
            self._close()
            self._dump()
            self._restore()
            self._application()
            self._gate()
            self.progress.tell(f"the site was closed for {time.monotonic() - closed:.0f} s")
        self._open()
        self.move = note(self.host, self.settings, self.move, state="done")
        cluster.forget(self.host, self.settings)
        self._tell()

    def _keep(self) -> None:
        if self.move.reached("close"):
            return
        files.copy(self.host, self.settings.root, log.folder(self.settings))
        self._begin("keep", "the files of now are kept")
        files.keep(self.host, log.folder(self.settings))
        self._begin("backup", "a backup is taken, while the site serves")
        taken = take.take(self.host, self.settings, _TAG)
        self.progress.tell(f"backup {taken.snapshot}: {taken.bytes / 1e6:.1f} MB in {taken.seconds} s")

    def _close(self) -> None:
        self._begin("close", "the maintenance page is shown; web, worker and scheduler stop")
        closing.shut(self.host, self.settings, self.route)
        if not self.move.reached("web"):
            closing.stop(self.host, self.settings)
            kept_jobs.keep(self.host, self.settings, self.move.name)

    def _dump(self) -> None:
        """Nobody writes any more: this dump has everything. The old server makes it, and sends it as a backup too."""
        if self.move.reached("start"):
            return
        self._begin("dump", f"PostgreSQL {self.move.old} dumps everything")
        take.take(self.host, self.settings, _TAG, keep_dump=log.dump(self.settings))
        cluster.note(self.host, self.settings)

    def _restore(self) -> None:
        if self.move.reached("web"):
            return
        self._begin("start", f"PostgreSQL {self.move.new} starts on a new volume")
        files.write(self.host, *self.relocation.trees)
        cluster.start(self.host, self.settings, self.move)
        self._begin("restore", "the dump is restored and compared")
        database.restore(self.host, self.settings, log.dump(self.settings))
        database.settle(self.host, self.settings)
        database.grant(self.host, self.settings, log.dump(self.settings))
        cluster.compare(self.host, self.settings)

    def _application(self) -> None:
        self._begin("web", "web starts, not yet reached by visitors")
        self.stages.healthy("web", ["chatwoot"])
        web.prove(self.host, self.settings, self.settings.container("chatwoot"))
        self._begin("workers", "worker and scheduler start")
        workers.roll(self.host, self.settings)

    def _gate(self) -> None:
        self._begin("gate", "everything is proven: release, schema, doors, a job through each worker")
        gate.inside(self.host, self.settings, None)

    def _open(self) -> None:
        # From here on visitors write to the new volume: there is no way back any more, and none is needed.
        self._begin("open", "the site is opened")
        self.route.lead_to()
        if not self.route.ours:
            self.stages.healthy("web", ["chatwoot"])
        maintenance.stop(self.host, self.settings)
        kept_jobs.forget(self.host, self.settings)
        gate.outside(self.host, self.settings)
        self.stages.recorded(images(self.settings))

    def _tell(self) -> None:
        name = cluster.volume(self.settings, self.move.old)
        report.change(
            self.host.name,
            f"volume {name}",
            f"kept as it was; when you are sure that you need it no more, on the host: docker volume rm {name}",
        )

    def _begin(self, step: str, what: str) -> None:
        self.move = note(self.host, self.settings, self.move.at(step))
        self.progress.step(f"{step}: {what}")


def note(host: Host, settings: Settings, move: Move, state: Any = None) -> Move:
    """Write the record, whole or not at all, and give it back.

    Raises OperatorError.
    """
    changed: dict[str, Any] = {"who": move.who or identity.who(), "when": move.when or identity.now()}
    noted = Move(**(vars(move) | changed | ({"state": state} if state else {})))
    log.put(host, settings, major.text(noted))
    return noted
