"""The store of secrets on the host: read without a trace, never overwritten blindly."""

import json
import shlex
from dataclasses import dataclass
from hashlib import sha256

from pyinfra.api.host import Host

from deploy.errors import OperatorError
from deploy.host import connection
from deploy.settings.settings import Settings
from deploy.stack import sources
from deploy.stack.secrets import Secrets, complete


@dataclass(frozen=True)
class Kept:
    """What the store held when it was read: the digest tells later whether somebody wrote meanwhile."""

    values: dict[str, str] | None
    digest: str | None

    def __repr__(self) -> str:
        return f"Kept({self.digest})"  # never the values


def path(settings: Settings) -> str:
    """The store on the host: root, 0600."""
    return f"{settings.state}/secrets.json"


def read(host: Host, settings: Settings) -> Kept:
    """Read the store; one command whose output is never printed.

    Raises OperatorError when it is there and cannot be understood.
    """
    file = shlex.quote(path(settings))
    text = connection.must(host, f"! test -e {file} || cat {file}", "reading the store of secrets")
    if not text.strip():
        return Kept(None, None)
    try:
        values = json.loads(text)
    except ValueError:
        raise OperatorError(
            f"{host.name}: {path(settings)} is damaged. Put it back from your recovery kit; without it the database "
            "cannot be opened"
        ) from None
    return Kept(values, sha256((text.rstrip("\n") + "\n").encode()).hexdigest())


def secrets(host: Host, settings: Settings, kept: Kept) -> Secrets:
    """The full set for this run.

    Raises OperatorError as `sources.brought` and `secrets.complete` do, with the host's name in front.
    """
    try:
        return complete(settings, kept.values, sources.brought(settings.secrets))
    except OperatorError as error:
        raise OperatorError(f"{host.name}: {error}") from None
