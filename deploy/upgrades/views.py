"""Views over Chatwoot's tables: away while the schema changes, and back afterwards. Runs in Execute.

PostgreSQL refuses to drop a column that a view uses, or to change its type, so that a migration would end half-way
(reference failure-modes.md, metrics-views-block-migration). Chatwoot itself has no views (db/schema.rb up to 4.10.0).
On a server of the operator's own nothing is done: a role that owns the tables need not own the views.
"""

import shlex

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.files import templates
from deploy.host import connection
from deploy.host.notice import notice
from deploy.releases.record import Record
from deploy.settings.settings import Settings
from deploy.upgrades import log

_SECONDS = 3600


def away(host: Host, settings: Settings, record: Record) -> None:
    """Write their definitions to a file, with owners and grants, and drop them. Without any nothing is done.

    Those that something else needs, or that a report reads for long, stay and are told.
    Raises OperatorError when the database does not answer; the files say what is gone then.
    """
    told = _call(host, settings, "away", hop(record))
    if told["aside"]:
        left = _names(told["aside"])
        notice(host, f"definitions of views that an earlier upgrade has left were put aside: {left} on the host")
    if told["stays"]:
        notice(
            host,
            f"{_names(told['stays'])} stay where they are, since something else needs or reads them: the migration "
            "fails if it changes a column of theirs",
        )


def back(host: Host, settings: Settings, record: Record) -> None:
    """Make them again. What the new schema does not allow any more is told, and its definition stays on the host.

    Raises OperatorError when the database does not answer to the end; doing it again is right then.
    """
    lost = _call(host, settings, "back", hop(record))["lost"]
    if lost:
        notice(
            host,
            f"not every view could be made again: {_names(lost)}. Their definitions are in "
            f"{log.folder(settings)}/views-lost.sql on the host: adapt them to the new schema",
        )


def fill(host: Host, settings: Settings) -> None:
    """Fill the materialized ones, for as long as that takes; the site is open. Never fails."""
    try:
        empty = _call(host, settings, "fill")["lost"]
    except OperatorError as error:
        empty = [str(error)]
    if empty:
        notice(host, f"not every materialized view could be filled: {_names(empty)}. REFRESH MATERIALIZED VIEW does it")


def hop(record: Record) -> str:
    """What tells this hop's definitions from those that another one has left."""
    return f"{record.start} to {record.stop.version} begun {record.when}"


def script(container: str, database: str, folder: str, verb: str, name: str = "") -> tuple[str, str]:
    """The shell command, and what it reads.

    folder: where the files lie on the host
    name: of the hop
    """
    words = shlex.join([verb, container, database, folder, name])
    return f"bash -s -- {words}", templates.verbatim("upgrade/views.sh")


def _call(host: Host, settings: Settings, verb: str, name: str = "") -> dict[str, list[str]]:
    told = ""
    container, database = settings.container("postgres"), settings.postgres.database
    command, text = script(container, database, log.folder(settings), verb, name)
    what = {"away": "taking the views away", "back": "making the views again", "fill": "filling the views"}[verb]
    if settings.postgres.embedded:
        told = connection.must(host, command, what, stdin=text, timeout=_SECONDS)
    lines = [line.partition(" ") for line in told.splitlines()]
    return {kind: [text for word, _, text in lines if word == kind] for kind in ("stays", "lost", "aside")}


def _names(found: list[str]) -> str:
    return "; ".join(dict.fromkeys(found))
