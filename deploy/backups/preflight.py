"""Can this backup be restored here? Everything is fetched and checked before anything is touched."""

import json
import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyinfra.api.exceptions import DeployError
from pyinfra.api.host import Host

from deploy import report
from deploy.backups import live, meta, script, snapshots
from deploy.backups.adopt import adopted
from deploy.backups.request import Request
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.stack.secrets import Secrets, complete
from deploy.stack.store import Kept


@dataclass(frozen=True)
class Fetched:
    """A backup that lies on the host, whole.

    directory: of the dump with its description
    secrets: of the installation once it is restored
    """

    snapshot: snapshots.Snapshot
    directory: str
    secrets: Secrets


def words(settings: Settings) -> str:
    """What an operator types so that live data may be replaced."""
    return f"replace {settings.domain}"


def fetch(host: Host, settings: Settings, kept: Kept, asked: Request) -> Fetched:
    """Choose the backup, fetch it beside the live data and check it; nothing is changed.

    Raises DeployError in one sentence: no such backup, wrong passphrase, a damaged repository, no room, another
      release, foreign keys, live data without the words.
    """
    try:
        return _fetch(host, settings, kept, asked)
    except OperatorError as error:
        text = str(error).removeprefix(f"{host.name}: ")
        report.problem(host.name, f"{text}. Nothing was changed" if not text.endswith("]") else text)
        raise DeployError(f"{host.name}: {text}") from None


def _fetch(host: Host, settings: Settings, kept: Kept, asked: Request) -> Fetched:
    found = live.look(host, settings)
    if kept.values is None or not found.installed:
        raise OperatorError(
            "nothing is installed here yet. Run apply first, with the secret RESTIC_PASSWORD of the recovery kit"
        )
    if not found.empty and asked.words != words(settings):
        raise OperatorError(
            f"this host holds {found}, which the restore would replace. "
            f'If that is what you want, add --words "{words(settings)}"'
        )
    chosen = snapshots.choose(listed(host, settings), settings.domain, asked.snapshot)
    host.log(f"    fetching backup {chosen}")
    directory = str(script.call(host, settings, "fetch", chosen.id)["directory"])
    try:
        return _checked(host, settings, kept.values, chosen, directory, found)
    except OperatorError:
        # It holds secrets, and takes room.
        with suppress(OperatorError):
            script.call(host, settings, "discard")
        raise


def _checked(
    host: Host,
    settings: Settings,
    kept: Mapping[str, str],
    chosen: snapshots.Snapshot,
    directory: str,
    found: live.Live,
) -> Fetched:
    described = meta.parse(_read(host, directory, "meta.json"))
    problems = meta.problems(described, settings)
    if problems:
        raise OperatorError("; ".join(problems))
    saved = json.loads(_read(host, directory, "secrets.json"))
    values = adopted(kept, saved, live=not found.empty)
    return Fetched(chosen, directory, complete(settings, values, sources.brought(settings.secrets)))


def listed(host: Host, settings: Settings) -> list[snapshots.Snapshot]:
    """The backups in the repository.

    Raises OperatorError when it cannot be read.
    """
    output = connection.run(host, script.command(settings, ["list"]), timeout=600)
    if not output.ok:
        raise OperatorError(f"{host.name}: {script.sentence(output.stderr, output.stdout)}")
    return snapshots.parse(output.stdout)


def _read(host: Host, directory: str, name: str) -> str:
    # Not printed: one of them is the store of secrets.
    return connection.must(host, f"cat {shlex.quote(f'{directory}/{name}')}", f"reading the backup's {name}")
