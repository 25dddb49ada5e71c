"""The upgrade on a copy, before anything is touched: restored and migrated in scratch containers."""

import secrets
import shlex
import time
from collections.abc import Generator, Sequence

from pyinfra import host
from pyinfra.api import operation
from pyinfra.api.command import PyinfraCommand
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import take
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.host.steps import step
from deploy.settings.settings import Settings
from deploy.upgrades import files, rehearsal, views
from deploy.upgrades.journey import Journey
from deploy.upgrades.progress import Progress
from deploy.upgrades.room import room
from deploy.upgrades.web import healthy

_LONGEST_SECONDS = 6 * 3600
_LAST_LINES = 20
# What only a superuser may make and the first start has made: as in templates/backup/database.sh.
_SUPERUSERS = "^[0-9]+; [0-9]+ [0-9]+ (EXTENSION - |COMMENT - EXTENSION |SCHEMA - public |COMMENT - SCHEMA public )"
_EXTENSION = 's/^[0-9]*; [0-9]* [0-9]* EXTENSION - \\([^ ]*\\).*/CREATE EXTENSION IF NOT EXISTS "\\1";/p'


@operation()
def rehearse(settings: Settings, journeys: Sequence[Journey]) -> Generator[PyinfraCommand]:
    """
    Migrate a copy of the database through every hop; also clear away what a killed rehearsal has left.

    + settings: the checked declaration
    + journeys: the hops to rehearse; none when no rehearsal was asked for
    """
    if journeys and journeys[0].record.when:
        host.noop("an upgrade that has begun is not rehearsed")
        journeys = ()
    left = connection.run(host, f"test -e {shlex.quote(rehearsal.folder(settings))}").ok
    if journeys:
        yield step(_rehearse, settings, tuple(journeys))
    elif left:
        report.change(host.name, "rehearsal", "what a killed one has left is removed")
        yield step(clean, settings)
    else:
        host.noop("no rehearsal is asked for")


def clean(host: Host, settings: Settings) -> None:
    """Remove everything that a rehearsal has made: containers, volumes, network, files.

    Raises OperatorError.
    """
    label = shlex.quote(f"label=com.docker.compose.project={rehearsal.project(settings)}")
    connection.must(
        host,
        f"set -e; docker ps -aq --filter {label} | xargs -r docker rm -fv; "
        f"docker volume ls -q --filter {label} | xargs -r docker volume rm; "
        f"docker network ls -q --filter {label} | xargs -r docker network rm; "
        f"rm -rf {shlex.quote(rehearsal.folder(settings))}",
        "clearing the rehearsal away",
        timeout=300,
    )


def _rehearse(host: Host, settings: Settings, journeys: tuple[Journey, ...]) -> None:
    clean(host, settings)
    try:
        _Rehearsal(host, settings, journeys).run()
    except OperatorError as error:
        _settle(host, settings)
        raise OperatorError(f"the rehearsal failed: {error}\n  Nothing was changed: the site was not touched") from None
    clean(host, settings)


def _settle(host: Host, settings: Settings) -> None:
    try:
        clean(host, settings)
    except OperatorError as error:  # the reason of the failure is what the operator needs
        host.log(f"    {error}")


class _Rehearsal:
    """One rehearsal on one host."""

    def __init__(self, host: Host, settings: Settings, journeys: tuple[Journey, ...]) -> None:
        self.host, self.settings, self.journeys = host, settings, journeys
        self.progress = Progress(host, 2 + len(journeys))
        self.password = secrets.token_hex(24)
        self.dump = f"{rehearsal.folder(settings)}/dump"
        self.postgres = shlex.quote(rehearsal.container(settings, "postgres"))

    def run(self) -> None:
        """Backup, copy, every hop's migration.

        Raises OperatorError with the last lines of what failed.
        """
        self.progress.step("rehearsal: a backup is taken")
        taken = take.take(self.host, self.settings, "rehearsal", keep_dump=self.dump)
        self.progress.step("rehearsal: its dump is restored into a scratch database that nobody reaches")
        self._write(self.journeys[0])
        room(self.host, f"{self.dump}/database.dump")  # a full disk would harm the site, which is at work beside
        self._compose("up -d --quiet-pull postgres redis", "starting the scratch containers")
        for service in ("postgres", "redis"):
            healthy(self.host, rehearsal.container(self.settings, service), self.settings.health.wait_seconds)
        began = time.monotonic()
        self._restore()
        self.progress.tell(f"restored {taken.bytes / 1e6:.1f} MB in {time.monotonic() - began:.0f} s")
        for journey in self.journeys:
            self._migrate(journey)

    def _migrate(self, journey: Journey) -> None:
        version = journey.record.stop.version
        self.progress.step(f"rehearsal: {version} migrates the copy")
        self._write(journey)
        began = time.monotonic()
        log = shlex.quote(f"{rehearsal.folder(self.settings)}/log")
        output = connection.run(
            self.host,
            f"cd {shlex.quote(rehearsal.folder(self.settings))} && "
            f"docker compose run --rm --no-deps -T migrate > {log} 2>&1 < /dev/null",
            timeout=_LONGEST_SECONDS,
        )
        seconds = time.monotonic() - began
        if not output.ok:
            told = connection.run(self.host, f"tail -n {_LAST_LINES} {log}").stdout.strip()
            lines = "\n".join(f"    | {line}" for line in told.splitlines())
            raise OperatorError(
                f"the migration to {version} ended badly after {seconds:.0f} s. Its last lines:\n{lines}"
            )
        schema, wanted = self._schema(), journey.record.stop.schema
        if wanted and schema < wanted:
            raise OperatorError(f"{version} left the schema at {schema}, older than {wanted}, which it needs")
        text = f"{version} migrates a copy of the data in {seconds:.0f} s; schema {schema}"
        self.progress.tell(text)
        report.change(self.host.name, "rehearsal", text)

    def _write(self, journey: Journey) -> None:
        files.write(self.host, rehearsal.tree(journey, self.password))

    def _restore(self) -> None:
        inside, dump = f"docker exec -i {self.postgres}", shlex.quote(f"{self.dump}/database.dump")
        role, name = shlex.quote(self.settings.postgres.username), shlex.quote(self.settings.postgres.database)
        connection.must(
            self.host,
            "set -e; "
            f"contents=$({inside} pg_restore -l < {dump}); "
            f"printf '%s\\n' \"$contents\" | sed -n {shlex.quote(_EXTENSION)} | "
            f"{inside} psql -Xq -v ON_ERROR_STOP=1 -U postgres -d {name}; "
            f"printf '%s\\n' \"$contents\" | grep -Ev {shlex.quote(_SUPERUSERS)} | {inside} sh -c 'cat > /tmp/list'; "
            f"{inside} pg_restore --no-owner --no-acl --exit-on-error -L /tmp/list -U {role} -d {name} < {dump}; "
            f"{inside} psql -Xq -U postgres -d {name} -c ANALYZE",
            "restoring the dump into the scratch database",
            timeout=_LONGEST_SECONDS,
        )
        if self.settings.postgres.embedded:
            # As the hop does.
            container, there = rehearsal.container(self.settings, "postgres"), rehearsal.folder(self.settings)
            drop, text = views.script(container, self.settings.postgres.database, there, "away")
            connection.must(self.host, drop, "dropping the copy's views", stdin=text, timeout=_LONGEST_SECONDS)

    def _schema(self) -> str:
        name = shlex.quote(self.settings.postgres.database)
        query = "SELECT coalesce(max(version), '') FROM schema_migrations"
        command = f"docker exec {self.postgres} psql -XqAt -U postgres -d {name} -c {shlex.quote(query)}"
        return connection.must(self.host, command, "asking the scratch database").strip()

    def _compose(self, words: str, what: str) -> None:
        root = shlex.quote(rehearsal.folder(self.settings))
        connection.must(self.host, f"cd {root} && docker compose {words}", what, timeout=900)
