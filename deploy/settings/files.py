"""The files on the operator's side that a declaration names (deploy/stack/sources.py reads the secrets')."""

import os
from pathlib import Path

from deploy.settings.settings import Settings


def problems(settings: Settings) -> list[str]:
    """What is wrong with the files that the declaration names: `key.path: problem. remedy`.

    Relative paths count from the current directory, which the wrapper makes the checkout.
    """
    found = []
    named = {
        "backup.ca_certificates": settings.backup.ca_certificates,
        "tls.ca_certificates": settings.tls.ca_certificates,
        "tls.certificate": settings.tls.certificate,
        "tls.key": settings.tls.key,
    }
    for key, path in named.items():
        if path is not None:
            problem = _unreadable(path.expanduser()) or _not_pem(path.expanduser())
            found += [f"{key}: {problem}"] if problem else []
    ladder = settings.chatwoot.ladder
    # Whether its text is good, deploy/releases/acknowledged.py tells.
    problem = _unreadable(ladder.expanduser()) if ladder else None
    return [*found, f"chatwoot.ladder: {problem}"] if problem else found


def _unreadable(path: Path) -> str | None:
    if path.is_dir():
        return f"{path} is a directory. Name the file in it"
    if not path.exists():
        return f"{path} does not exist (looked from {Path.cwd()}). Create it or correct the path"
    if not os.access(path, os.R_OK):
        return f"{path} is not readable by you. Change its owner or mode"
    return None


def _not_pem(path: Path) -> str | None:
    # The first kilobytes tell; binary DER would break the proxy long after the check.
    if b"-----BEGIN " not in path.read_bytes()[:65536]:
        return f"{path} holds no PEM block. Convert it: openssl x509 -inform der -in FILE (or rsa, for a key)"
    return None
