"""Was the recovery kit taken off the host, and is it still true? The host keeps a marker; pure."""

import json
import shlex
from collections.abc import Mapping

from deploy.backups.meta import KEYS, fingerprint
from deploy.settings.settings import Settings

NAMES = (*KEYS, "RESTIC_PASSWORD")
_PATTERN = '^ "(SECRET_KEY_BASE|ACTIVE_RECORD_ENCRYPTION_[A-Z_]*|RESTIC_PASSWORD)": '


def path(settings: Settings) -> str:
    """The marker on the host."""
    return f"{settings.state}/kit.json"


def marker(secrets: Mapping[str, str], who: str, when: str) -> str:
    """What `secrets --kit` leaves on the host.

    secrets: that went into the kit
    """
    return json.dumps({"who": who, "when": when, "keys": fingerprint(secrets, NAMES)}) + "\n"


def writing(settings: Settings) -> str:
    """The command that writes the marker from standard input."""
    file = shlex.quote(path(settings))
    return f"umask 077; cat > {file}.new && mv -f {file}.new {file}"


def asking(settings: Settings) -> str:
    """The command that prints the marker and the fingerprint of what the host keeps now; always ends with 0."""
    file, store = shlex.quote(path(settings)), shlex.quote(f"{settings.state}/secrets.json")
    return (
        f"cat {file} 2>/dev/null; "
        f"grep -E {shlex.quote(_PATTERN)} {store} 2>/dev/null | sed 's/,$//' | sha256sum | cut -d ' ' -f 1"
    )


def lacking(answer: str) -> str | None:
    """Why the operator should take a kit now; None when he has one that is true.

    answer: what `asking` printed
    """
    *noted, now = answer.strip().splitlines() or [""]
    remedy = "without it a lost host takes its backups' passphrase along: chatwoot-deploy secrets INVENTORY --kit FILE"
    try:
        taken = json.loads(noted[0])
        return None if taken["keys"] == now else f"secrets were changed since the recovery kit was taken; {remedy}"
    except (IndexError, ValueError, KeyError, TypeError):
        return f"no recovery kit was taken off this host; {remedy}"
