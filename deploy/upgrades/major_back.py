"""Back to the old PostgreSQL major on its untouched volume; begun again when it was cut. Runs in Execute."""

import shlex

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.compose import declared
from deploy.stack.stages import Stages
from deploy.upgrades import closing, cluster, files, gate, kept_jobs, log, maintenance, workers
from deploy.upgrades.major import Relocation, note
from deploy.upgrades.progress import Progress
from deploy.upgrades.route import Route

_STEPS = 3


class Back:
    """From wherever the move came to. Nobody has written to the new volume, so that nothing is lost."""

    def __init__(self, host: Host, relocation: Relocation) -> None:
        self.host, self.relocation, self.move = host, relocation, relocation.move
        # Route, gate and workers know nothing of majors: these settings will do.
        self.settings: Settings = relocation.settings
        self.progress = Progress(host, _STEPS)

    def run(self) -> None:
        """Go back. The site ends on the old major, healthy.

        Raises OperatorError: where things stand when even that failed; the record then says `stuck`.
        """
        if not self.move.reached("close"):  # nothing was touched yet
            self.move = note(self.host, self.settings, self.move, state="undone")
            return
        self.move = note(self.host, self.settings, self.move, state="undoing")
        try:
            self._go()
        except OperatorError as error:
            self.move = note(self.host, self.settings, self.move, state="stuck")
            raise OperatorError(self._stuck(error)) from None
        self.move = note(self.host, self.settings, self.move, state="undone")
        cluster.forget(self.host, self.settings)

    def _go(self) -> None:
        host, settings = self.host, self.settings
        self.progress.step(f"the files of before and PostgreSQL {self.move.old} come back")
        if self.move.reached("web"):
            closing.stop(host, settings)
        if self.move.reached("start"):
            files.put_back(host, settings.root, log.folder(settings))
            cluster.back(host, settings, self.move)
        if self.move.reached("workers"):
            # They have done jobs in rows of the new volume, which is left.
            kept_jobs.bring_back(host, settings, self.move.name)
        self.progress.step("web, worker and scheduler start")
        path = shlex.quote(f"{settings.root}/compose.yaml")
        services = declared(connection.must(host, f"cat {path}", "reading compose.yaml"))
        route = Route(host, settings, self.relocation.secrets, services["chatwoot"])
        stages = Stages(host, settings.project, settings.root, settings.health.wait_seconds)
        stages.healthy("application", ["chatwoot", *workers.ROLES])
        self.progress.step("everything is proven, and the site opened")
        gate.inside(host, settings, None)
        route.lead_to()
        if not route.ours:
            stages.healthy("web", ["chatwoot"])
        gate.outside(host, settings)
        maintenance.stop(host, settings)
        kept_jobs.forget(host, settings)

    def _stuck(self, error: OperatorError) -> str:
        old = cluster.volume(self.settings, self.move.old)
        return (
            f"the way back to PostgreSQL {self.move.old} failed: {error}\n"
            f"  Where things stand: the volume {old} is as it was; the files of before are in "
            f"{log.folder(self.settings)}/tree; the site shows the maintenance page.\n"
            f"  What to type: mend the cause, then `chatwoot-deploy upgrade INVENTORY --postgres {self.move.new}`, "
            "which goes on from here; docs/upgrades.md tells the same by hand"
        )
