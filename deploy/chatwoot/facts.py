"""What pyinfra asks about the application: one command, no secret in its answer."""

from collections.abc import Sequence
from typing import Any

from pyinfra.api import FactBase

from deploy.chatwoot import look, queries
from deploy.chatwoot.installation import rows
from deploy.chatwoot.service import PLATFORM_APP, service_email
from deploy.checks.application import ApplicationState
from deploy.settings.settings import Settings


class Application(FactBase[ApplicationState | None]):
    """Chatwoot's own state; None while the stack is not up.

    Asked as `host.get_fact(Application, **asked(settings))`.
    """

    @staticmethod
    def default() -> ApplicationState | None:
        return None

    def command(
        self,
        project: str,
        database: str,
        admin: str,
        service: str,
        rows: Sequence[str],
        own: Sequence[str] = (),
    ) -> str:
        """
        + project: compose project
        + database: database name
        + admin: e-mail of the declared administrator
        + service: e-mail of the provisioning user
        + rows: names of installation settings to read
        + own: those of postgres and redis that are the operator's own servers
        """
        return queries.application(project, database, admin, service, PLATFORM_APP, rows, own)

    def process(self, output: list[str]) -> ApplicationState | None:
        return look.application(output)


def asked(settings: Settings) -> dict[str, Any]:
    """The arguments of the fact for one declaration."""
    return {
        "project": settings.project,
        "database": settings.postgres.database,
        "admin": settings.admin.email,
        "service": service_email(settings),
        "rows": sorted(rows(settings)),
        "own": own(settings),
    }


def own(settings: Settings) -> list[str]:
    """Which of postgres and redis are the operator's own servers."""
    return [name for name, each in (("postgres", settings.postgres), ("redis", settings.redis)) if not each.embedded]
