"""Which secrets a restored installation has: the backup's keys, this host's passwords; pure."""

from collections.abc import Mapping

from deploy.backups.meta import KEYS, fingerprint
from deploy.errors import OperatorError
from deploy.stack import authority

# The restored database knows the users of these; the authority is what browsers were taught to trust.
_TAKEN = (*KEYS, "ADMIN_PASSWORD", "SERVICE_PASSWORD", *authority.NAMES)


def adopted(kept: Mapping[str, str], saved: Mapping[str, str], live: bool) -> dict[str, str]:
    """The store of the host once the backup is restored on it.

    kept: this host's store
    saved: the store in the backup
    live: does the host hold data that its present keys belong to?
    Raises OperatorError when both differ and the host is in use: its keys would be lost with nobody noticing.
    """
    if fingerprint(kept) == fingerprint(saved):
        return dict(kept)
    if live:
        raise OperatorError(
            "the backup was made with other keys (SECRET_KEY_BASE or encryption keys) than this host keeps, and this "
            "host is in use. Restore it on a bare host: apply there first, then restore. [encryption-keys-lost]"
        )
    rest = {name: value for name, value in kept.items() if name not in KEYS}
    return rest | {name: saved[name] for name in _TAKEN if name in saved}
