"""The files on the operator's side that a declaration names (deploy/stack/sources.py reads the secrets')."""

import os
from pathlib import Path

from deploy.errors import OperatorError
from deploy.settings.settings import Settings


def expanded(path: str | Path) -> Path:
    """A path of the operator's side with ~ put in full.

    Raises OperatorError for the home of a user that this machine does not have.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise OperatorError(f"{path}: this machine has no such user. Write the path in full") from None


def read(path: str | Path) -> str:
    """The text of a file on the operator's side, which `problems` has found good."""
    return expanded(path).read_text(encoding="utf-8")


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
        problem = _problem(path, pem=True) if path is not None else None
        found += [f"{key}: {problem}"] if problem else []
    ladder = settings.chatwoot.ladder
    # Whether its text is good, deploy/releases/acknowledged.py tells.
    problem = _problem(ladder, pem=False) if ladder else None
    return [*found, f"chatwoot.ladder: {problem}"] if problem else found


def _problem(path: Path, pem: bool) -> str | None:
    try:
        whole = expanded(path)
        return _unreadable(whole) or (_not_pem(whole) if pem else None)
    except OperatorError as error:
        return str(error)
    except OSError as error:  # a name that is too long, a disk that does not answer
        return f"{path} cannot be read ({error.strerror}). Correct the path"


def _unreadable(path: Path) -> str | None:
    if path.is_dir():
        return f"{path} is a directory. Name the file in it"
    if not path.exists():
        return f"{path} does not exist (looked from {Path.cwd()}). Create it or correct the path"
    if not os.access(path, os.R_OK):
        return f"{path} is not readable by you. Change its owner or mode"
    return None


def _not_pem(path: Path) -> str | None:
    content = path.read_bytes()
    # The first kilobytes tell; binary DER would break the proxy long after the check.
    if b"-----BEGIN " not in content[:65536]:
        return f"{path} holds no PEM block. Convert it: openssl x509 -inform der -in FILE (or rsa, for a key)"
    try:
        content.decode()
    except UnicodeDecodeError:  # the remarks around a block may be in any encoding
        return f"{path} is not UTF-8 text. Leave only its PEM blocks in it, or save it as UTF-8"
    return None
