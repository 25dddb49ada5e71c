"""The release's own migration, in its container: begun, or waited for when a run that was cut has begun it."""

import shlex
from collections.abc import Mapping
from typing import Any

from pyinfra.api.host import Host

from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack.compose import revision
from deploy.stack.services import EXTENSIONS
from deploy.stack.stages import Stages

# A guard against what hangs: large tables take their time, and a statement gives up by itself after ten minutes.
_SECONDS = 4 * 3600


def run(host: Host, settings: Settings, stages: Stages, definition: Mapping[str, Any]) -> None:
    """Bring the schema to the release of `definition`, the service `migrate` as Compose has it.

    Raises OperatorError when it fails; the database may then be between two releases.
    """
    if settings.postgres.embedded:
        _extensions(host, settings)
    if stages.migrating(revision(definition)):
        # Ended half-way, it would leave invalid indexes and hold its lock (migrations run without a transaction
        # around all of them).
        stages.arrive(["migrate"], _SECONDS)
    else:
        stages.migrated(_SECONDS)


def _extensions(host: Host, settings: Settings) -> None:
    """The release may want more than the one before, and its own user may create none."""
    statements = "; ".join(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS)
    container = shlex.quote(settings.container("postgres"))
    connection.must(
        host,
        f"docker exec {container} psql -q -v ON_ERROR_STOP=1 -U postgres -d {shlex.quote(settings.postgres.database)} "
        f"-c {shlex.quote(statements)}",
        "creating the database's extensions",
    )
