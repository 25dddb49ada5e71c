"""Asking the host what the API does not tell of objects, and the hashes of secrets sent. Knows pyinfra."""

import json
from hashlib import sha256
from shlex import quote

from pyinfra.api.host import Host

from deploy.chatwoot import queries
from deploy.chatwoot.facts import own
from deploy.errors import OperatorError
from deploy.host import connection
from deploy.objects.sealed import Sealed
from deploy.objects.world import Look
from deploy.settings.settings import Settings


class Looks:
    """The looks of one run at one host; one command each, all accounts at once.

    sealed: filled by the first look with the hashes that the host keeps
    """

    def __init__(self, host: Host, settings: Settings, sealed: Sealed) -> None:
        self.host, self.settings, self.sealed = host, settings, sealed
        self._found: Look | None = None

    def __call__(self, again: bool) -> Look:
        """What the database says; asked anew when something was written. Raises OperatorError."""
        if self._found is None or again:
            self._found = self._ask()
        return self._found

    def _ask(self) -> Look:
        database = queries.objects(self.settings.project, self.settings.postgres.database, own(self.settings))
        command = f"{database}; {kept(self.settings)}"
        found = queries.answers(connection.must(self.host, command, "reading memberships"))
        if not found.get("database"):
            raise OperatorError(f"{self.host.name}: the database does not answer; run apply again")
        if self._found is None:
            self.sealed.entries.update(entries(found.get("sealed", "")))
        try:
            return look(json.loads(found["database"]))
        except (ValueError, TypeError, KeyError):
            raise OperatorError(
                f"{self.host.name}: the database's answer about memberships cannot be read; run apply again"
            ) from None


def look(told: dict[str, dict[str, object]]) -> Look:
    """The query's answer as data. Pure."""

    def lists(name: str) -> dict[int, tuple[int, ...]]:
        return {int(key): tuple(each) for key, each in told.get(name, {}).items()}  # type: ignore[arg-type]

    return Look(
        team_members=lists("team_members"),
        inbox_members=lists("inbox_members"),
        inbox_bots={int(key): int(each) for key, each in told.get("inbox_bots", {}).items()},  # type: ignore[call-overload]
        used_inboxes=frozenset(told.get("used_inboxes", ())),  # type: ignore[arg-type]
        categories={int(key): tuple(each) for key, each in told.get("categories", {}).items()},  # type: ignore[arg-type]
        stored={key: str(each) for key, each in told.get("stored", {}).items()},
    )


def sealed(secret: str) -> Sealed:
    """Hashes of secrets, none yet.

    secret: from which the key of the hashes is made
    """
    return Sealed(sha256(b"chatwoot-deploy sealed " + secret.encode()).digest())


def keep(host: Host, settings: Settings, sealed: Sealed) -> None:
    """Write the hashes, root alone can read them. Raises OperatorError."""
    path = quote(_path(settings))
    command = f"umask 077 && cat > {path}.new && mv {path}.new {path}"
    connection.must(host, command, "keeping the hashes of secrets", stdin=json.dumps(sealed.entries, sort_keys=True))
    sealed.stale = False


def kept(settings: Settings) -> str:
    """Shell text that prints the kept hashes as `sealed {json}`."""
    return f'printf "sealed %s\\n" "$(cat {quote(_path(settings))} 2>/dev/null)"'


def entries(text: str) -> dict[str, dict[str, str]]:
    """The kept hashes, out of what `kept` printed."""
    # Nothing there, or nothing that can be read: the secrets are sent once more.
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _path(settings: Settings) -> str:
    return f"{settings.state}/sealed.json"
