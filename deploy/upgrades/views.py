"""Views over Chatwoot's tables: away while the schema changes, and back afterwards. Runs in Execute.

PostgreSQL refuses to drop a column that a view uses, or to change its type, so that a migration would end half-way
(reference failure-modes.md, metrics-views-block-migration). Chatwoot itself has no views (db/schema.rb up to 4.10.0).
"""

import shlex

from pyinfra import logger
from pyinfra.api.host import Host

from deploy import report
from deploy.files import templates
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.upgrades import log

_WAIT = "60s"  # for the reports that read them at this moment; visitors do not wait for it
# One view may need another, of either kind: as many rounds as it takes. What else needs one is not ours to drop.
_DROP = """SET lock_timeout = '{wait}'; SET client_min_messages = error;
DO $drop$
DECLARE each record; failed text; dropped int;
BEGIN
  LOOP
    failed := NULL; dropped := 0;
    FOR each IN {views} LOOP
      BEGIN
        EXECUTE format('DROP %s %s', each.kind, each.name);
        dropped := dropped + 1;
      EXCEPTION WHEN dependent_objects_still_exist THEN failed := coalesce(failed, each.name);
      END;
    END LOOP;
    EXIT WHEN failed IS NULL;
    IF dropped = 0 THEN RAISE EXCEPTION 'something other than a view needs the view %', failed; END IF;
  END LOOP;
END
$drop$;
"""
_NAMES = "SELECT name FROM ({views}) AS views"
_STALE = (
    "SELECT format('REFRESH MATERIALIZED VIEW %I.%I;', schemaname, matviewname) FROM pg_matviews WHERE NOT ispopulated"
)
_SECONDS = 3600


def path(settings: Settings) -> str:
    """File of their definitions on the host, as long as they are away."""
    return f"{log.folder(settings)}/views.sql"


def dropping() -> str:
    """The SQL text that drops them all, or none."""
    return _DROP.format(wait=_WAIT, views=_listing())


def drop(host: Host, settings: Settings) -> None:
    """Write their definitions to a file, with owners and grants, and drop them. Without any nothing is done.

    Begun again after a cut, it keeps the file of the first time: by now some may be gone from the database.
    Raises OperatorError; none is dropped then.
    """
    kept = shlex.quote(path(settings))
    dump = f"{_inside(settings, 'pg_dump -s')} -d {shlex.quote(settings.postgres.database)}"
    found = connection.must(
        host,
        f"set -e; umask 077; names=$({_psql(settings)} -At -c {shlex.quote(_NAMES.format(views=_listing()))}); "
        '[ -n "$names" ] || exit 0; '
        f'if [ ! -e {kept} ]; then printf "%s\\n" "$names" | sed "s/^/--table=/" | tr "\\n" "\\0" | '
        f"xargs -0 {dump} > {kept}.new; sync {kept}.new; mv {kept}.new {kept}; fi; "
        f'{_psql(settings, fed=True)} -f -; printf "%s\\n" "$names"',
        "taking the views away that would stop the migration",
        stdin=dropping(),
        timeout=_SECONDS,
    )
    names = found.splitlines()
    if names:
        host.log(f"    views that are away while the schema changes: {', '.join(names)}")


def back(host: Host, settings: Settings) -> None:
    """Make them again. What the new schema does not allow any more is told, and its definition stays on the host.

    Raises OperatorError when the database does not answer.
    """
    kept, lost = shlex.quote(path(settings)), f"{log.folder(settings)}/views-lost.sql"
    told = connection.must(
        host,
        f"set -e; umask 077; [ -e {kept} ] || exit 0; {_psql(settings)} -c 'SELECT 1' > /dev/null; "
        # Statement by statement: one that cannot be made is no reason to lack the others.
        f"{{ {_psql(settings, fed=True)} -v ON_ERROR_STOP=0 -f - < {kept}; "
        f"{_psql(settings)} -At -c {shlex.quote(_STALE)} | {_psql(settings, fed=True)} -f -; }} 2>&1 > /dev/null | "
        f"sed -n '/already exists/d; s/.*ERROR: *//p' > {kept}.errors; "
        f"if [ -s {kept}.errors ]; then cat {kept}.errors; cat {kept} >> {shlex.quote(lost)}; fi; "
        f"rm -f {kept} {kept}.errors",
        "making the views again",
        timeout=_SECONDS,
    )
    problems = told.splitlines()
    if problems:
        text = (
            f"not every view could be made again: {'; '.join(problems)}. Their definitions are in {lost} on the host: "
            "adapt them to the new schema"
        )
        report.notice(host.name, text)
        host.log_styled(text, fg="yellow", log_func=logger.warning)


def _listing() -> str:
    return templates.verbatim("sql/views.sql").strip()


def _inside(settings: Settings, words: str, fed: bool = False) -> str:
    return f"docker exec {'-i ' if fed else ''}{shlex.quote(settings.container('postgres'))} {words} -U postgres"


def _psql(settings: Settings, fed: bool = False) -> str:
    words = "psql -Xq -v ON_ERROR_STOP=1"
    return f"{_inside(settings, words, fed)} -d {shlex.quote(settings.postgres.database)}"
